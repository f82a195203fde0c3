module example.consumer {
    requires dev.autoscale.testkit;
}
