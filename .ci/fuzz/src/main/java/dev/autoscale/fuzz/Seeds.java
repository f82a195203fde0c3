package dev.autoscale.fuzz;

import dev.autoscale.testkit.cli.policy.Conversion;
import dev.autoscale.testkit.cli.policy.PolicyEntries;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.text.BadInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes what targets begin with, from the repository's own examples: a directory for each target, and the words of policy files. */
public final class Seeds {
    private static final int ROWS = 120;
    private static final int TRACE_BYTES = 600;
    private static final Pattern KEY = Pattern.compile("^ +([\\w.-]+=)(\\S*)", Pattern.MULTILINE);

    private static final Map<String, String> MANIFESTS =
            Map.of("hpa", """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              minReplicas: 2
              maxReplicas: 10
              metrics:
              - type: Resource
                resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}
              - type: External
                external: {metric: {name: jobs, selector: {matchLabels: {queue: a}}}, target: {type: AverageValue, averageValue: 1500m}}
              behavior:
                scaleDown:
                  stabilizationWindowSeconds: 300
                  policies: [{type: Percent, value: 10, periodSeconds: 60}]
            """, "scaledobject", """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: orders, annotations: {autoscaling.keda.sh/paused: "false"}}
            spec:
              scaleTargetRef: {name: orders}
              minReplicaCount: 0
              maxReplicaCount: 30
              fallback: {failureThreshold: 3, replicas: 6}
              advanced:
                scalingModifiers: {formula: "max(q, c * 2)", target: "5"}
              triggers:
              - type: aws-sqs-queue
                name: q
                metadata: {queueURL: "https://q", queueLength: "20", awsRegion: eu}
              - type: cron
                name: c
                metadata: {timezone: Europe/Berlin, start: 0 8 * * *, end: 0 18 * * *, desiredReplicas: "5"}
            """, "scaledjob", """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledJob
            metadata: {name: parse}
            spec:
              jobTargetRef: {template: {spec: {containers: []}}}
              maxReplicaCount: 20
              scalingStrategy: {strategy: custom, customScalingQueueLengthDeduction: 1, customScalingRunningJobPercentage: "0.5"}
              triggers:
              - type: rabbitmq
                metadata: {queueName: jobs, mode: QueueLength, value: "1"}
            """, "revision", """
            apiVersion: serving.knative.dev/v1
            kind: Service
            metadata: {name: hello}
            spec:
              template:
                metadata:
                  annotations: {autoscaling.knative.dev/target: "70", autoscaling.knative.dev/window: 40s, autoscaling.knative.dev/min-scale: "1"}
                spec: {containerConcurrency: 10}
            """, "config", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: config-autoscaler, namespace: knative-serving}
            data: {stable-window: 60s, panic-window-percentage: "10", enable-scale-to-zero: "true", target-burst-capacity: "211"}
            """, "json", """
            {"apiVersion": "autoscaling/v1", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "old"},
             "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "old"}, "maxReplicas": 4, "targetCPUUtilizationPercentage": 80}}
            """);

    private static final List<String> LOADS = List.of(
            "poisson 20/s for 10m service exp 800ms; then silence 5m",
            "even 90/min for 1h service 2s",
            "step 5/s 1m, 50/s 30s service uniform 1s..2s",
            "ramp 2..40/s for 1h service lognormal 2s 0.9",
            "diurnal 1..9/s every 1d for 2d service exp 1s",
            "burst 2..20/s every 10m lasting 90s for 1h service 1s",
            "flash 0..5/s at 27m rise 10s decay 1m for 45m service 3s",
            "onoff 0..1.2/s off 6m on 30s for 45m service 2s",
            "trace \"a b.csv\" faster 2",
            "series a.csv every 5m scale 0.5 linear zeros-are-gaps service 1s",
            "(even 1/s for 1h service 1s; and even 2/s for 1h service 1s) times 0.25 from 5m to 10m");

    private static final List<String> NUMBERS = List.of(
            "500m",
            "1.5Gi",
            "2e3",
            "-1E-9",
            ".5",
            "100n",
            "7Ei",
            "1h30m",
            "-1.5s",
            "15s",
            "90",
            "2d",
            "0x1p-2",
            "1_000",
            "+Inf",
            "NaN",
            "1700000000",
            "2024-03-31T02:30:00Z",
            "1711846800.25");

    private final Path target;

    private Seeds(Path target) {
        this.target = target;
    }

    /**
     * Writes all seeds.
     *
     * @param args the root of the repository, and the directory to write to
     */
    public static void main(String[] args) throws IOException {
        new Seeds(Path.of(args[1])).write(Path.of(args[0]));
    }

    private void write(Path root) throws IOException {
        Path examples = root.resolve("autoscale-testkit/examples");
        try (Stream<Path> files = Files.list(examples)) {
            for (Path file : files.sorted().toList()) {
                example(file);
            }
        }
        for (Map.Entry<String, String> manifest : MANIFESTS.entrySet()) {
            seed("Manifest", manifest.getKey(), manifest.getValue());
        }
        list("Load", LOADS);
        list("Number", NUMBERS);
        Path keda = root.resolve("autoscale-testkit/src/test/resources/conformance/keda");
        list("Formula", column(keda.resolve("formula.tsv"), 0));
        List<String> crons = Stream.concat(
                        column(keda.resolve("cron-next.tsv"), 1).stream(),
                        column(keda.resolve("cron-invalid.tsv"), 0).stream())
                .toList();
        for (int i = 0; i < crons.size(); i++) {
            seed("Cron", Integer.toString(i), "" + (char) (i % 8) + (char) (i % 12) + crons.get(i));
        }
        for (char which = 0; which < 64; which++) {
            seed("Snapshot", Integer.toString(which), which + "\u0001\u0001\u0000\u0020\u0003\u0001");
        }
        words(Files.readString(root.resolve("docs/KEYS.md")));
    }

    private void example(Path file) throws IOException {
        String name = file.getFileName().toString();
        String text = Files.readString(file);
        if (name.endsWith(".csv")) {
            String start = text.substring(0, text.indexOf('\n', Math.min(TRACE_BYTES, text.length() - 1)) + 1);
            seed("Trace", name, start);
            seed("Recording", name, start);
            return;
        }
        seed("Policy", name, text);
        converted(file, Conversion::toHpa);
        converted(file, Conversion::toScaledObject);
    }

    private void converted(Path file, Function<PolicyEntries, Conversion> form) throws IOException {
        try {
            String text = form.apply(PolicyFile.one(file, Selection.ALL)).text();
            seed("Manifest", file.getFileName() + "-" + Integer.toHexString(text.hashCode()), text);
        } catch (BadInput e) {
            // Not every policy can be said in every form.
        }
    }

    private static List<String> column(Path table, int column) throws IOException {
        try (Stream<String> lines = Files.lines(table)) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1)[column])
                    .distinct()
                    .limit(ROWS)
                    .toList();
        }
    }

    /** Keys and example values as a dictionary of the fuzzer. */
    private void words(String keys) throws IOException {
        Set<String> words = new TreeSet<>();
        for (Matcher matcher = KEY.matcher(keys); matcher.find(); ) {
            words.add(matcher.group(1));
            words.add(matcher.group(2));
        }
        words.remove("");
        StringBuilder text = new StringBuilder();
        words.forEach(word -> text.append('"')
                .append(word.replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\"\n"));
        Files.writeString(target.resolve("Policy.dict"), text, StandardCharsets.US_ASCII);
    }

    private void list(String of, List<String> texts) throws IOException {
        for (int i = 0; i < texts.size(); i++) {
            seed(of, Integer.toString(i), texts.get(i));
        }
    }

    private void seed(String of, String name, String text) throws IOException {
        Path directory = Files.createDirectories(target.resolve(of));
        Files.writeString(directory.resolve(name), text);
    }
}
