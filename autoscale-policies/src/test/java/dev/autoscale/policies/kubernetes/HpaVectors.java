package dev.autoscale.policies.kubernetes;

import dev.autoscale.policies.kubernetes.HpaBehavior.Policy;
import dev.autoscale.policies.kubernetes.HpaBehavior.Rules;
import dev.autoscale.policies.kubernetes.HpaMetric.ContainerResourceSource;
import dev.autoscale.policies.kubernetes.HpaMetric.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Reads the golden vectors of the API server's validation: one spec and its verdict a row. */
final class HpaVectors {
    private static final String FILE = "/conformance/hpa/validation.tsv";
    private static final String ABSENT = "-";
    private static final int COLUMNS = 16;

    /**
     * One row.
     *
     * @param errors {@code path=type} of every broken rule, in the server's order
     */
    record Row(String id, HorizontalPodAutoscaler spec, boolean scaleToZeroGate, boolean valid, List<String> errors) {
        @Override
        public String toString() {
            return id;
        }
    }

    private HpaVectors() {}

    static List<Row> rows() {
        InputStream file = Objects.requireNonNull(HpaVectors.class.getResourceAsStream(FILE), FILE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(HpaVectors::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalStateException("must have 16 columns: row=" + line);
        }
        boolean hasBehavior = flag(columns[4]);
        HorizontalPodAutoscaler spec = new HorizontalPodAutoscaler(
                ObjectReference.deployment("d"),
                integer(columns[1]),
                Integer.parseInt(columns[2]),
                list(columns[13], "\\|").stream().map(HpaVectors::metric).toList(),
                hasBehavior ? new HpaBehavior(rules(columns, 5), rules(columns, 9)) : null);
        return new Row(columns[0], spec, flag(columns[3]), flag(columns[14]), list(columns[15], ","));
    }

    /** A direction without any field is not given at all, which the server completes just like an empty one. */
    private static Rules rules(String[] columns, int from) {
        List<String> fields = Arrays.asList(columns).subList(from, from + 4);
        if (fields.stream().allMatch(ABSENT::equals)) {
            return null;
        }
        return new Rules(
                integer(fields.get(0)),
                fields.get(1).equals(ABSENT) ? null : fields.get(1).replace("EMPTY", ""),
                policies(fields.get(2)),
                fields.get(3).equals(ABSENT) ? null : Quantity.parse(fields.get(3)));
    }

    private static List<Policy> policies(String field) {
        if (field.equals(ABSENT)) {
            return null;
        }
        return field.equals("EMPTY")
                ? List.of()
                : list(field, ",").stream().map(HpaVectors::policy).toList();
    }

    private static Policy policy(String field) {
        String[] parts = field.split(":", -1);
        return new Policy(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    private static HpaMetric metric(String field) {
        String[] parts = field.split(";", -1);
        Target target = new Target(
                parts[1].equals(ABSENT) ? "" : parts[1], milli(parts[4]), milli(parts[3]), integer(parts[2]));
        return switch (parts[0]) {
            case "Resource" -> HpaMetric.resource("cpu", target);
            case "ContainerResource" -> HpaMetric.containerResource("cpu", "a", target);
            case "Pods" -> HpaMetric.pods("m0", target);
            case "Object" -> HpaMetric.object(new ObjectReference("v1", "Service", "s"), "m0", target);
            case "External" -> HpaMetric.external("m0", target);
            default -> new HpaMetric(parts[0], null, null, null, new ContainerResourceSource("cpu", "a", target), null);
        };
    }

    private static Quantity milli(String field) {
        return field.equals(ABSENT) ? null : Quantity.ofMilli(Long.parseLong(field));
    }

    private static Integer integer(String field) {
        return field.equals(ABSENT) ? null : Integer.valueOf(field);
    }

    private static boolean flag(String field) {
        return field.equals("1");
    }

    private static List<String> list(String field, String separator) {
        return field.equals(ABSENT) ? List.of() : List.of(field.split(separator, -1));
    }
}
