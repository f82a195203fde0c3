package dev.autoscale.policies.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Compares orders over random reads with the slow way to find them. */
class DecisionOrderPropertiesTest {
    private static final String RULE = "ratio must not be cyclic: ratio=";

    /** For each workload the indexes of those that it reads; few enough that about half have a cycle. */
    @Provide
    Arbitrary<List<Set<Integer>>> reads() {
        return Arbitraries.integers()
                .between(1, 9)
                .flatMap(size -> Arbitraries.integers()
                        .between(0, size - 1)
                        .set()
                        .ofMaxSize(Math.min(2, size))
                        .list()
                        .ofSize(size));
    }

    private static AutoscalerSpec spec(Set<Integer> reads) {
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(1, 10)
                .metric(MetricSpec.external("queue").averageValue(5));
        reads.forEach(index -> builder.metric(RatioTarget.of(name(index)).asMetric()));
        return builder.build();
    }

    /** Not in the order of the alphabet. */
    private static String name(int index) {
        return "w" + (9 - index);
    }

    private static int index(String name) {
        return 9 - (name.charAt(1) - '0');
    }

    /** Takes the first workload that can come next, again and again. */
    private static List<String> slowly(List<Set<Integer>> reads) {
        List<String> order = new ArrayList<>();
        boolean found = true;
        while (found) {
            found = false;
            for (int i = 0; i < reads.size() && !found; i++) {
                found = !order.contains(name(i))
                        && reads.get(i).stream().allMatch(read -> order.contains(name(read)))
                        && order.add(name(i));
            }
        }
        return order;
    }

    @Property
    void orders_are_those_of_the_slow_way_and_cycles_are_real(@ForAll("reads") List<Set<Integer>> reads) {
        DecisionOrder.Builder builder = DecisionOrder.builder();
        for (int i = 0; i < reads.size(); i++) {
            builder.add(name(i), spec(reads.get(i)));
        }
        List<String> expected = slowly(reads);
        if (expected.size() == reads.size()) {
            assertThat(builder.build().order()).isEqualTo(expected);
        } else {
            String message = catchThrowableOfType(IllegalArgumentException.class, builder::build)
                    .getMessage();
            checkCycles(message, new ArrayList<>(reads));
        }
    }

    private static void checkCycles(String message, List<Set<Integer>> reads) {
        Set<Integer> none = Set.of();
        List<Set<Integer>> left = new ArrayList<>(reads);
        for (String cycle : message.split("; ")) {
            assertThat(cycle).startsWith(RULE);
            List<String> names = Arrays.asList(cycle.substring(RULE.length()).split(" -> "));
            assertThat(names).hasSizeGreaterThan(1).endsWith(names.get(0));
            assertThat(names.subList(1, names.size())).doesNotHaveDuplicates();
            for (int i = 1; i < names.size(); i++) {
                assertThat(reads.get(index(names.get(i - 1)))).contains(index(names.get(i)));
                left.set(index(names.get(i)), none);
            }
        }
        assertThat(slowly(left))
                .as("without the named workloads there is an order")
                .hasSize(left.size());
    }
}
