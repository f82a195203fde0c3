#!/usr/bin/env bash
# The timeout of a java.net.http request does not cover the body.
#
# Guess: HttpRequest.timeout(2 s) with send() and BodyHandlers.ofString() gives an answer or an HttpTimeoutException
# within about 2 seconds.
# Instead: The timeout is over when the headers have arrived. A server that stalls in the middle of the body for 5
# seconds is waited for, and the late answer returned; one that never goes on is waited for without end, and with it
# the control loop. sendAsync(...).get(2 s) covers the whole.
# Seen with: OpenJDK 17.0.15. The output seen is the text in `expected` below.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > Probe.java <<'EOF'
import com.sun.net.httpserver.HttpServer;
import java.net.*;
import java.net.http.*;
import java.time.Duration;
import java.util.concurrent.*;

class Probe {
    public static void main(String[] args) throws Exception {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            boolean stalls = exchange.getRequestURI().getPath().equals("/stalls");
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write("4".getBytes());
            exchange.getResponseBody().flush();
            if (stalls) {
                try {
                    Thread.sleep(5_000);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            exchange.getResponseBody().write("2.0".getBytes());
            exchange.close();
        });
        server.start();
        var client = HttpClient.newHttpClient();
        for (String path : new String[] {"/", "/stalls"}) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                    .timeout(Duration.ofSeconds(2)).build();
            try {
                System.out.println(path + ", send: "
                        + client.send(request, HttpResponse.BodyHandlers.ofString()).body());
            } catch (HttpTimeoutException e) {
                System.out.println(path + ", send: times out");
            }
            try {
                System.out.println(path + ", sendAsync and get: "
                        + client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).get(2, TimeUnit.SECONDS).body());
            } catch (TimeoutException e) {
                System.out.println(path + ", sendAsync and get: times out");
            }
        }
        System.exit(0);
    }
}
EOF
cat > expected <<'EOF'
/, send: 42.0
/, sendAsync and get: 42.0
/stalls, send: 42.0
/stalls, sendAsync and get: times out
EOF
java Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "OpenJDK 17.0.15"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
