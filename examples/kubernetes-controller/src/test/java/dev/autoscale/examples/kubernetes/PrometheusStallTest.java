package dev.autoscale.examples.kubernetes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.autoscale.MetricSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PrometheusStallTest {
    /** With Java 17.0.15 the timeout of a request ends when the headers arrive; see findings/java-http-timeout-ends-with-the-headers.sh. */
    @Test
    void an_answer_that_stops_in_its_body_is_given_up() throws IOException {
        CountDownLatch givenUp = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitQuietly(givenUp);
            exchange.getResponseBody().write('}');
            exchange.close();
        });
        server.start();
        try {
            PrometheusMetrics metrics = new PrometheusMetrics(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofMillis(500));
            MetricSpec metric = MetricSpec.external("queue").averageValue(1);
            Metrics.Query query = new Metrics.Query(metric, "shop", null, null, "");
            assertThatThrownBy(() -> metrics.series(query, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Prometheus did not answer within 500 ms");
        } finally {
            givenUp.countDown();
            server.stop(0);
        }
    }

    /** In the end the server answers, so that whoever waits for it fails rather than hangs. */
    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
