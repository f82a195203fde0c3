package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which words a block has, found out by letting things happen and looking which words change; docs/DESIGN.md says the same. */
class BlockLayoutTest {
    private static final int LINE_WORDS = 8;
    private static final int OBJECT_HEADER_BYTES = 12;
    private static final int ARRAY_HEADER_BYTES = 16;
    private static final long CANARY = 0x5A5A_5A5A_5A5A_5A5AL;

    /** The words whose place the page tells, in its order, and what writes them. */
    private enum Place {
        LATEST("latest time", (memory, block) -> block.latestMillis(7)),
        EPOCH("epoch", (memory, block) -> block.epochMillis(7)),
        STATUS("status", (memory, block) -> block.status(7, 7)),
        COUNTS("counts", (memory, block) -> block.counts(7, 7)),
        CLOCK("clock", (memory, block) -> block.newestOffset(7)),
        WINDOW("state, then the first entry of the window for shrinking", (memory, block) -> {
            block.start();
            memory.stabilization.remember(block, 0, 9, 9);
        }),
        CHANGES("state of the changes", (memory, block) -> {
            memory.changes.scaled(block, 0, 1, 2);
            Arrays.fill(block.words, LINE_WORDS, block.words.length, CANARY); // but for the change itself
        }),
        RECOMMENDATIONS("row of the window for shrinking", (memory, block) -> {
            for (int i = 0; i < entries(memory); i++) {
                memory.stabilization.remember(block, i * 15_000, 99 - i, 99 - i);
            }
        }),
        GROWTH("row of growth", (memory, block) -> {
            for (int i = 0; i < changes(memory); i++) {
                memory.changes.scaled(block, i, 1, 2);
            }
        }),
        SHRINKAGE("row of shrinkage", (memory, block) -> {
            for (int i = 0; i < changes(memory); i++) {
                memory.changes.scaled(block, i, 2, 1);
            }
        });

        private final String words;
        private final BiConsumer<Memory, Block> writer;

        Place(String words, BiConsumer<Memory, Block> writer) {
            this.words = words;
            this.writer = writer;
        }

        /** As many as a block without a side store holds. */
        private static int entries(Memory memory) {
            return memory.spills() ? 5 : 21;
        }

        private static int changes(Memory memory) {
            return memory.spills() ? 2 : 3;
        }

        /** The words that it writes and none before it does, as the page tells them. */
        String range(Memory memory) {
            List<Integer> written = written(memory, writer);
            Arrays.stream(values()).limit(ordinal()).forEach(place -> written.removeAll(written(memory, place.writer)));
            int first = written.get(0);
            int last = written.get(written.size() - 1);
            assertThat(written).as(name()).hasSize(last - first + 1);
            return first == last ? String.valueOf(first) : first + " to " + last;
        }
    }

    private static AutoscalerSpec.Builder builder() {
        return AutoscalerSpec.builder(1, 100).metric(external("load").averageValue(1));
    }

    private static final AutoscalerSpec DEFAULT = builder().build();

    private static Block cleared(Memory memory) {
        Block block = new Block(new long[memory.words()], 0);
        memory.clear(block);
        block.epochMillis(0);
        return block;
    }

    private static List<Integer> written(Memory memory, BiConsumer<Memory, Block> writer) {
        Block block = cleared(memory);
        Arrays.fill(block.words, LINE_WORDS, block.words.length, CANARY);
        long[] before = block.words.clone();
        writer.accept(memory, block);
        List<Integer> written = new ArrayList<>();
        for (int word = 0; word < before.length; word++) {
            if (block.get(word) != before[word]) {
                written.add(word);
            }
        }
        return written;
    }

    private static String page() throws IOException {
        String page = Files.readString(Path.of("../docs/DESIGN.md"));
        int begin = page.indexOf("\n## The layout of a block\n");
        assertThat(begin).isPositive();
        return page.substring(begin, page.indexOf("\n## ", begin + 1));
    }

    @Test
    void a_block_with_default_behavior_has_34_words_and_two_lines_in_a_fleet() {
        assertThat(Memory.whole(DEFAULT).words()).isEqualTo(34);
        assertThat(Memory.spilling(DEFAULT).words()).isEqualTo(16);
    }

    @Test
    void the_page_tells_the_place_of_each_word() throws IOException {
        Memory whole = Memory.whole(DEFAULT);
        Memory spilling = Memory.spilling(DEFAULT);
        for (Place place : Place.values()) {
            assertThat(page())
                    .contains("\n| " + place.range(whole) + " | " + place.range(spilling) + " | " + place.words + " |");
        }
    }

    @Test
    void the_places_of_default_behavior_are_all_words_of_a_block() {
        for (Memory memory : List.of(Memory.whole(DEFAULT), Memory.spilling(DEFAULT))) {
            assertThat(Arrays.stream(Place.values()).flatMap(place -> written(memory, place.writer).stream()))
                    .containsAll(Stream.iterate(0, word -> word + 1)
                            .limit(memory.words())
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_workload_at_its_target_touches_the_first_line_alone(boolean isShortWay) {
        Memory memory = Memory.spilling(DEFAULT);
        Autoscaler workload = new Autoscaler(memory, new long[memory.words()]);
        memory.clear(workload);
        workload.decide(DEFAULT.newObservation().at(0).replicas(7).value(0, 7), DEFAULT.newDecision());
        Arrays.fill(workload.words, LINE_WORDS, memory.words(), CANARY);
        if (isShortWay) {
            assertThat(workload.stay(15_000, 7)).isTrue();
        } else {
            workload.decide(DEFAULT.newObservation().at(15_000).replicas(7).value(0, 7), DEFAULT.newDecision());
        }
        assertThat(workload.latestMillis()).isEqualTo(15_000);
        assertThat(Arrays.copyOfRange(workload.words, LINE_WORDS, memory.words()))
                .containsOnly(CANARY);
    }

    @Test
    void the_page_tells_how_many_words_each_feature_has() throws IOException {
        int plain = words(builder());
        int optional = words(builder().combination(Combination.MIN));
        feature("everything below: last growth, last shrinkage", optional - plain);
        feature("`Activation`", words(builder().activation(Activation.cooldown(ofMinutes(5)))) - optional);
        int sustained = words(builder().scaleUp(rules().sustainedFor(ofSeconds(30))));
        feature("damping of any kind, alignment included", sustained - optional);
        int counted = words(builder().flapBudget(FlapBudget.per(ofMinutes(10))));
        feature("`FlapBudget` of 10 minutes", counted - sustained);
        feature("`capacityBackoff`", words(builder().capacityBackoff(ofSeconds(10), ofSeconds(60))) - optional);
        MetricSpec load = external("load").averageValue(1);
        AutoscalerSpec.Builder twoMetrics =
                AutoscalerSpec.builder(1, 100).metric(external("other").averageValue(1));
        int other = words(twoMetrics.metric(load.fallback(Fallback.afterFailures(3, 5))));
        feature("`Fallback`, each metric of a spec that has one", (other - optional) / 2);
        int looking = words(AutoscalerSpec.builder(1, 100).metric(load.lookBack(LookBack.mean(ofSeconds(60)))));
        feature("`LookBack` of 60 s", looking - optional);
        ReplicaSource source = TestSource.of(in -> 1).remembering(3, in -> {});
        feature(
                "a source with a `memorySize` of 3",
                words(AutoscalerSpec.builder(1, 100).metric(MetricSpec.source("s", source))) - optional);
        feature(
                "`Schedule`",
                words(builder().schedule(Schedule.of(ScheduleWindow.floor("peak", new OpenFrom(0, 1), 2)))) - optional);
        feature(
                "a window for growing of 60 s",
                words(builder().scaleUp(rules().stabilizationWindow(ofSeconds(60)))) - plain);
    }

    private static int words(AutoscalerSpec.Builder builder) {
        return Memory.whole(builder.build()).words();
    }

    private static void feature(String name, int words) throws IOException {
        assertThat(page()).contains("\n| " + name + " | " + words + " |");
    }

    /** An object's header has 12 bytes, a reference 4: on any 64-bit JVM with less than 32 GB of heap. */
    @Test
    void an_autoscaler_takes_320_bytes_and_a_workload_of_a_fleet_128() throws IOException {
        List<Field> fields = Stream.of(Block.class, Autoscaler.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .toList();
        assertThat(fields).noneMatch(field -> field.getType() == long.class || field.getType() == double.class);
        int objectBytes = (OBJECT_HEADER_BYTES + fields.size() * Integer.BYTES + 7) / 8 * 8;
        assertThat(objectBytes + ARRAY_HEADER_BYTES + Memory.whole(DEFAULT).words() * Long.BYTES)
                .isEqualTo(320);
        assertThat(Memory.spilling(DEFAULT).words() * Long.BYTES).isEqualTo(128);
        assertThat(page()).contains("34 words are an autoscaler of 320 bytes of heap", "it is 16 words, 128 bytes");
        assertThat(Files.readString(Path.of("../README.md")))
                .contains("320 bytes of heap for each workload, 128 in [a fleet]");
    }

    @Test
    void a_long_history_takes_128_bytes_more_in_a_fleet() {
        Memory memory = Memory.spilling(DEFAULT);
        Block block = cleared(memory);
        for (int i = 0; i < 6; i++) {
            assertThat(memory.isSpilled(block)).isEqualTo(i > 5);
            memory.stabilization.remember(block, i * 15_000, 99 - i, 99 - i);
        }
        assertThat(memory.isSpilled(block)).isTrue();
        int pages = 1024;
        assertThat(memory.sideBytes()).isEqualTo(pages * 128L);
    }
}
