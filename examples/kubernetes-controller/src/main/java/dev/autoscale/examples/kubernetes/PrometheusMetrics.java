package dev.autoscale.examples.kubernetes;

import dev.autoscale.policies.kubernetes.LabelSelector;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Metrics from a Prometheus server, by instant queries over its HTTP API. Thread-safe. */
final class PrometheusMetrics implements Metrics {
    /** A server that hangs must not hold up the decisions about all other workloads. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http;
    private final JsonMapper json = new JsonMapper();
    private final URI server;
    private final Duration timeout;

    PrometheusMetrics(URI server) {
        this(server, TIMEOUT);
    }

    PrometheusMetrics(URI server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
        http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    @Override
    public Map<String, Double> ofPods(Query query, long epochMillis) throws IOException {
        Map<String, Double> values = new HashMap<>();
        for (JsonNode series : ask(expression(query), epochMillis)) {
            values.put(series.path("metric").path("pod").asString(""), value(series));
        }
        return values;
    }

    @Override
    public List<Double> series(Query query, long epochMillis) throws IOException {
        List<Double> values = new ArrayList<>();
        for (JsonNode series : ask(expression(query), epochMillis)) {
            values.add(value(series));
        }
        return values;
    }

    /** Metrics of the kubelet for resources; otherwise a metric is called in Prometheus as it is in the manifest. */
    static String expression(Query query) {
        if (!query.expression().isEmpty()) {
            return query.expression();
        }
        String name = query.metric().name();
        String namespace = matcher("namespace", "=", query.namespace());
        return switch (query.metric().kind()) {
            case RESOURCE -> ofContainers(name, namespace + ',' + matcher("container", "!=", ""));
            case CONTAINER_RESOURCE ->
                ofContainers(
                        name,
                        namespace
                                + ','
                                + matcher("container", "=", query.metric().container()));
            case PODS -> "sum by (pod) (" + selected(name, namespace, query.selector()) + ')';
            case OBJECT -> {
                String label = query.object().kind().toLowerCase(Locale.ROOT);
                String object = matcher(label, "=", query.object().name());
                yield "sum(" + selected(name, namespace + ',' + object, query.selector()) + ')';
            }
            default -> selected(name, "", query.selector());
        };
    }

    private static String ofContainers(String resource, String matchers) {
        return switch (resource) {
            case "cpu" -> "sum by (pod) (rate(container_cpu_usage_seconds_total{" + matchers + "}[2m]))";
            case "memory" -> "sum by (pod) (container_memory_working_set_bytes{" + matchers + "})";
            default -> "sum by (pod) (container_" + resource + '{' + matchers + "})";
        };
    }

    private static String selected(String name, String matchers, LabelSelector selector) {
        List<String> all = new ArrayList<>(matchers.isEmpty() ? List.of() : List.of(matchers));
        if (selector != null) {
            selector.matchLabels().forEach((label, value) -> all.add(matcher(label, "=", value)));
            selector.matchExpressions().forEach(each -> all.add(matcher(each)));
        }
        return name.replaceAll("[^\\w:]", "_") + '{' + String.join(",", all) + '}';
    }

    private static String matcher(LabelSelector.Requirement requirement) {
        String anyOf = String.join(
                "|",
                requirement.values().stream()
                        .map(value -> value.replaceAll("[^\\w-]", "\\\\$0"))
                        .toList());
        return switch (requirement.operator()) {
            case "In" -> matcher(requirement.key(), "=~", anyOf);
            case "NotIn" -> matcher(requirement.key(), "!~", anyOf);
            case "Exists" -> matcher(requirement.key(), "!=", "");
            default -> matcher(requirement.key(), "=", "");
        };
    }

    /** Names have no dots, dashes or slashes in Prometheus; exporters put underscores there. */
    private static String matcher(String label, String operator, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return label.replaceAll("\\W", "_") + operator + '"' + escaped + '"';
    }

    private JsonNode ask(String expression, long epochMillis) throws IOException {
        String query = "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8) + "&time="
                + String.format(Locale.ROOT, "%.3f", epochMillis / 1000.0);
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/v1/query"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(query))
                .build();
        try {
            HttpResponse<String> response = send(request);
            JsonNode answer = json.readTree(response.body());
            if (!answer.path("status").asString("").equals("success")) {
                throw new IOException(answer.path("error").asString("HTTP status " + response.statusCode()));
            }
            return result(answer.path("data"));
        } catch (JacksonException e) {
            throw new IOException("Prometheus did not answer with JSON: query=" + expression, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: query=" + expression, e);
        }
    }

    /**
     * The whole answer, in time: the timeout of a request is over once the headers have arrived (seen with Java 17.0.15), and
     * {@code send} would wait for the body of a server that hangs behind them without end.
     */
    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("Prometheus did not answer: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("Prometheus did not answer within " + timeout.toMillis() + " ms", e);
        } finally {
            answer.cancel(true);
        }
    }

    /** A number alone, such as that of scalar(...), is given the form of one series. */
    private JsonNode result(JsonNode data) throws IOException {
        return switch (data.path("resultType").asString("")) {
            case "vector" -> data.path("result");
            case "scalar" -> json.createArrayNode().add(json.createObjectNode().set("value", data.path("result")));
            default -> throw new IOException("must give a vector or a scalar: " + data.path("resultType"));
        };
    }

    /** Prometheus writes numbers as texts, among them NaN, +Inf and -Inf. */
    private static double value(JsonNode series) {
        String text = series.path("value").path(1).asString("NaN");
        return Double.parseDouble(text.replace("Inf", "Infinity"));
    }
}
