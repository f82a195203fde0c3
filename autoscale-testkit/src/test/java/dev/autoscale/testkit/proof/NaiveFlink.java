package dev.autoscale.testkit.proof;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How the autoscaler of Flink decides about the vertices of a job, once more and as plainly as possible: lists, loops and the steps one
 * after the other. Shares nothing with the library; what is not set is null.
 */
final class NaiveFlink {
    /** The mode is one of the two of 1.15.0 with LEGACY: before it, or one of the three of the trunk. */
    record Config(
            boolean isTrunk,
            String mode,
            double target,
            Double max,
            Double min,
            double boundary,
            long catchUpMillis,
            long restartMillis,
            long intervalMillis,
            double downFactor,
            double upFactor,
            int vertexMin,
            int vertexMax,
            Looks looks) {}

    /** What looks at earlier changes. */
    record Looks(
            boolean blocks,
            double threshold,
            int count,
            long ageMillis,
            boolean observes,
            int observations,
            double leastCoefficient) {}

    record Vertex(
            int parallelism, int keyGroups, int partitions, boolean isHash, double rate, double data, double catchUp) {}

    record Answer(
            int parallelism,
            boolean isOutside,
            int recommended,
            double up,
            double down,
            double expected,
            boolean isLimited,
            boolean isIneffective) {}

    private record Change(long time, int from, int to, double rate, double expected) {}

    private record Recommendation(long time, int parallelism, boolean isOutside) {}

    private static final class Memory {
        Long firstTrigger;
        List<Recommendation> recommendations = new ArrayList<>();
        List<Change> history = new ArrayList<>();

        void forgetWish() {
            firstTrigger = null;
            recommendations = new ArrayList<>();
        }
    }

    private final Config config;
    private final Memory[] memories;
    private Vertex[] vertices = {};
    /** What the last decision says of each vertex. */
    Answer[] answers = {};

    private long now = Long.MIN_VALUE;
    private boolean isLimited;
    private boolean isIneffective;
    private double expected;

    NaiveFlink(Config config, int vertices) {
        this.config = config;
        memories = new Memory[vertices];
        for (int i = 0; i < vertices; i++) {
            memories[i] = new Memory();
        }
    }

    static double rounded(double value) {
        if (!Double.isFinite(value)) {
            return value;
        }
        double rounded = new BigDecimal(Double.toString(value))
                .setScale(3, RoundingMode.HALF_UP)
                .doubleValue();
        return rounded == 0 ? value : rounded;
    }

    double capacity(double data, double catchUp, double share, boolean withRestart) {
        if (Double.isNaN(catchUp) || Double.isNaN(data)) {
            return Double.NaN;
        }
        double utilization = Math.min(1, Math.max(0, share));
        if (utilization == 0) {
            return Double.POSITIVE_INFINITY;
        }
        long seconds = config.catchUpMillis / 1000;
        double restart = withRestart && seconds != 0 ? data * (config.restartMillis / 1000) / seconds : 0;
        return Math.round(catchUp + restart + data / utilization);
    }

    double upThreshold(double data, double catchUp, boolean isBacklog) {
        double most = config.max == null ? config.target + config.boundary : config.max;
        return capacity(rounded(data), rounded(catchUp), isBacklog ? 1 : most, false);
    }

    double downThreshold(double data, double catchUp, boolean isBacklog) {
        double least = config.min == null ? config.target - config.boundary : config.min;
        return capacity(rounded(data), rounded(catchUp), isBacklog ? 0 : least, true);
    }

    /** Whether the job is to be rescaled. */
    boolean decide(long millis, boolean isBacklog, Vertex... given) {
        now = Math.max(now, millis);
        vertices = given;
        answers = new Answer[given.length];
        boolean isDue = false;
        for (int i = 0; i < given.length; i++) {
            answers[i] = decide(given[i], memories[i], isBacklog);
            isDue |= answers[i].isOutside;
        }
        return isDue;
    }

    private Answer decide(Vertex vertex, Memory memory, boolean isBacklog) {
        double up = rounded(upThreshold(vertex.data, vertex.catchUp, isBacklog));
        double down = rounded(downThreshold(vertex.data, vertex.catchUp, isBacklog));
        double rate = rounded(vertex.rate);
        boolean isOutside = rate < up || rate > down;
        isLimited = false;
        isIneffective = false;
        expected = Double.NaN;
        int p = vertex.parallelism;
        Integer wanted = p < 1 ? null : wanted(vertex, memory);
        if (wanted == null) {
            return new Answer(p, false, p, up, down, Double.NaN, isLimited, isIneffective);
        }
        int next = wanted == p || !isAligned(vertex) ? wanted : aligned(vertex, wanted);
        if (next == p) {
            memory.forgetWish();
            return new Answer(p, false, p, up, down, Double.NaN, isLimited, isIneffective);
        }
        double hoped = rounded(config.isTrunk ? rate / p * next : expected);
        if (next > p) {
            memory.forgetWish();
            isIneffective = isIneffective(memory, p, rate);
            boolean stays = isIneffective && config.looks.blocks;
            int answer = stays ? p : next;
            return new Answer(answer, !stays && isOutside, answer, up, down, hoped, isLimited, isIneffective);
        }
        return waiting(memory, p, new Answer(next, isOutside, next, up, down, hoped, isLimited, false));
    }

    private Answer waiting(Memory memory, int p, Answer answer) {
        if (config.intervalMillis <= 0) {
            return answer;
        }
        if (memory.firstTrigger == null) {
            memory.firstTrigger = now;
        }
        memory.recommendations.add(new Recommendation(now, answer.parallelism, answer.isOutside));
        long start = now - config.intervalMillis;
        if (start < memory.firstTrigger) {
            return new Answer(
                    p, false, answer.recommended, answer.up, answer.down, answer.expected, answer.isLimited, false);
        }
        memory.recommendations.removeIf(recommendation -> recommendation.time < start);
        Recommendation largest = memory.recommendations.get(0);
        for (Recommendation recommendation : memory.recommendations) {
            largest = recommendation.parallelism >= largest.parallelism ? recommendation : largest;
        }
        return new Answer(
                largest.parallelism,
                largest.isOutside && largest.parallelism != p,
                answer.recommended,
                answer.up,
                answer.down,
                answer.expected,
                answer.isLimited,
                false);
    }

    private int lower(Vertex vertex) {
        return Math.min(vertex.parallelism, config.vertexMin);
    }

    private int upper(Vertex vertex) {
        return Math.max(vertex.parallelism, config.vertexMax);
    }

    /** The parallelism before alignment; null if it cannot be told. */
    private Integer wanted(Vertex vertex, Memory memory) {
        double rate = rounded(vertex.rate);
        double capacity = capacity(rounded(vertex.data), rounded(vertex.catchUp), config.target, true);
        if (Double.isNaN(rate) || Double.isNaN(capacity)) {
            return null;
        }
        double factor = capacity / rate;
        if (config.looks.observes) {
            factor /= coefficient(memory);
        }
        double least = 1 - config.downFactor;
        double most = 1 + config.upFactor;
        factor = factor < least ? least : factor > most ? most : factor;
        expected = rate * factor;
        int wanted = (int) Math.ceil(factor * vertex.parallelism);
        return Math.min(Math.max(lower(vertex), wanted), Math.min(vertex.keyGroups, upper(vertex)));
    }

    private boolean isAligned(Vertex vertex) {
        return vertex.partitions > 0 || vertex.isHash;
    }

    private int aligned(Vertex vertex, int wanted) {
        int p = vertex.parallelism;
        int n = vertex.partitions > 0 ? vertex.partitions : vertex.keyGroups;
        int top = Math.min(n, Math.min(vertex.keyGroups, upper(vertex)));
        if (config.mode.equals("OFF")) {
            return wanted;
        }
        boolean alsoFewer = config.mode.equals("LEGACY:MAXIMIZE_UTILISATION") || config.mode.equals("BALANCED");
        for (int i = wanted; i <= (wanted > p ? top : Math.min(p, top)); i++) {
            if (n % i == 0 || (alsoFewer && n / i < n / wanted)) {
                return i;
            }
        }
        if (!config.mode.startsWith("LEGACY")) {
            return wanted;
        }
        int found = 0;
        for (int i = wanted; i > 0 && found == 0; i--) {
            if (n / i > n / wanted) {
                found = n % i == 0 ? i : i + 1;
            }
        }
        found = Math.max(found, lower(vertex));
        boolean turnsRound = wanted > p ? found <= p : found >= p;
        isLimited = turnsRound || found != wanted;
        return turnsRound ? p : found;
    }

    /** What still counts of the changes, the oldest first. */
    private List<Change> history(Memory memory) {
        List<Change> young = memory.history.stream()
                .filter(change -> change.time >= now - config.looks.ageMillis)
                .toList();
        return young.subList(Math.max(0, young.size() - config.looks.count), young.size());
    }

    private double coefficient(Memory memory) {
        List<Change> history = history(memory);
        if (history.isEmpty() || history.size() < config.looks.observations) {
            return 1;
        }
        Change base = history.get(0);
        double products = 0;
        double squares = 0;
        for (Change change : history) {
            base = change.from <= base.from ? change : base;
            products += change.from * change.rate;
            squares += (double) change.from * change.from;
        }
        double alpha = products / (squares * (base.rate / base.from));
        if (Double.isNaN(alpha)) {
            return 1;
        }
        alpha = Math.min(1, Math.max(config.looks.leastCoefficient, alpha));
        return new BigDecimal(Double.toString(alpha))
                .setScale(2, RoundingMode.CEILING)
                .doubleValue();
    }

    private boolean isIneffective(Memory memory, int p, double rate) {
        List<Change> history = history(memory);
        if (history.isEmpty()) {
            return false;
        }
        Change last = history.get(history.size() - 1);
        if (last.to <= last.from || last.to != p) {
            return false;
        }
        return !((rate - last.rate) / (last.expected - last.rate) >= config.looks.threshold);
    }

    /** What the last decision says was carried out. */
    void rescaled(long millis) {
        now = Math.max(now, millis);
        for (int i = 0; i < vertices.length; i++) {
            if (answers[i].parallelism != vertices[i].parallelism) {
                changed(i, now, vertices[i].parallelism, answers[i].parallelism, vertices[i].rate, answers[i].expected);
            }
            memories[i].forgetWish();
        }
    }

    void changed(int index, long millis, int from, int to, double rate, double hoped) {
        memories[index].history.add(new Change(millis, from, to, rounded(rate), rounded(hoped)));
    }

    /** When the first wish was that a vertex waits with; null if it does not wait. */
    Long firstTrigger(int index) {
        return memories[index].firstTrigger;
    }

    /** The rate at which the last growth just about helped; NaN without one. */
    double justEffective(int index) {
        List<Change> history = memories[index].history;
        if (history.isEmpty()) {
            return Double.NaN;
        }
        Change last = history.get(history.size() - 1);
        return last.rate + config.looks.threshold * (last.expected - last.rate);
    }
}
