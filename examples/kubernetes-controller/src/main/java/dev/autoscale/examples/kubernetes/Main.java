package dev.autoscale.examples.kubernetes;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;

/** Runs the controller against the cluster of kubectl's current context, or the one that it runs in. */
final class Main {
    private static final Duration PERIOD = Duration.ofSeconds(15);
    private static final int METRICS_PORT = 9091;

    private Main() {}

    /**
     * Starts, and ends when leadership is lost: whoever started it starts it again.
     *
     * @param args the address of Prometheus, and the namespace of the lease
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("usage: kubernetes-controller PROMETHEUS-URL LEASE-NAMESPACE");
            System.exit(2);
        }
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        serve(registry);
        Metrics metrics = new PrometheusMetrics(URI.create(args[0]));
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(impatient(Config.autoConfigure(null)))
                .build()) {
            String identity = InetAddress.getLocalHost().getHostName()
                    + '-'
                    + ProcessHandle.current().pid();
            Loop loop = new Loop(() -> new Controller(client, metrics, registry), PERIOD, Clock.systemUTC());
            new Leader(client, args[1], identity, Leader.Timing.DEFAULT).run(loop);
        }
        System.exit(1);
    }

    /**
     * By default a request that the server answers with an error of its own is tried for 20 seconds and more, in which nothing is decided
     * for anybody; here the next period tries again.
     */
    static Config impatient(Config config) {
        config.setRequestRetryBackoffLimit(1);
        config.setRequestTimeout(5_000);
        return config;
    }

    private static void serve(PrometheusMeterRegistry registry) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(METRICS_PORT), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }
}
