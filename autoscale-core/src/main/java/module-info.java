import org.jspecify.annotations.NullMarked;

/** The engine: an autoscaling decision without threads, I/O or a clock. */
@NullMarked
@SuppressWarnings("module") // the modules that json is exported to are built later
module dev.autoscale.core {
    requires static jdk.jfr; // for dev.autoscale.jfr alone
    requires static org.jspecify;

    exports dev.autoscale;
    exports dev.autoscale.jfr;
    exports dev.autoscale.json to
            dev.autoscale.policies,
            dev.autoscale.testkit;
}
