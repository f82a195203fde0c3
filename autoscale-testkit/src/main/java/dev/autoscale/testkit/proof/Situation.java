package dev.autoscale.testkit.proof;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.PodSamples;
import dev.autoscale.PodSamples.Phase;
import dev.autoscale.PodSamples.Ready;
import dev.autoscale.Reason;
import dev.autoscale.testkit.SeededRandom;

/**
 * What is measured at one step, good and bad: the same situation fills any observation alike, as often as wanted.
 *
 * @param spec the spec that observations must be of
 * @param epochMillis when it is measured
 * @param specReplicas the replicas that are asked for
 * @param statusReplicas the replicas that exist
 * @param usual the replicas that totals are drawn around
 * @param seed stands for the samples
 * @param everything whether there are overrides, and times in which nothing is active
 */
record Situation(
        AutoscalerSpec spec,
        long epochMillis,
        int specReplicas,
        int statusReplicas,
        int usual,
        long seed,
        boolean everything) {
    static final int MAX_PODS = 8;

    private static final Reason[] NO_INPUT = {
        Reason.INVALID_SELECTOR, Reason.AMBIGUOUS_SELECTOR, Reason.FAILED_GET_EXTERNAL_METRIC
    };

    /** The same samples once the count has changed. */
    Situation withReplicas(int replicas) {
        return new Situation(spec, epochMillis, replicas, replicas, usual, seed, everything);
    }

    /** An observation of this situation. */
    Observation observe() {
        Observation in = spec.newObservation().ensureCapacity(MAX_PODS);
        fill(in);
        return in;
    }

    void fill(Observation in) {
        fill(in, epochMillis, false);
    }

    /** The same samples with the times that they have, looked at later (or earlier). */
    void fill(Observation in, long decidedMillis) {
        fill(in, decidedMillis, true);
    }

    /** Without {@code isTimed} fresh samples have no time. */
    void fill(Observation in, long decidedMillis, boolean isTimed) {
        fill(new ObservationWriter(spec, in, null), decidedMillis, isTimed);
    }

    private void fill(ObservationWriter in, long decidedMillis, boolean isTimed) {
        SeededRandom random = SeededRandom.of(seed);
        in.begin(decidedMillis, specReplicas, statusReplicas);
        switch (random.nextInt(60)) {
            case 0 -> in.replicasUnknown();
            case 1 -> {
                int unknown = -1 - random.nextInt(3);
                in.counts(unknown, unknown);
            }
            case 2 -> in.noUsableInput(NO_INPUT[random.nextInt(NO_INPUT.length)]);
            case 3 -> in.counts(specReplicas, -1);
            case 4, 5, 6 -> in.ready(random.nextInt(5) - 1);
            default -> {}
        }
        in.overrides(overrides());
        boolean isQuiet = everything && random.split("quiet").nextInt(5) < 3;
        boolean listsPods = random.nextBoolean();
        int pods = listsPods ? listPods(in, random) : 0;
        for (int metric = 0; metric < spec.metricCount(); metric++) {
            MetricSpec.Kind kind = spec.metric(metric).kind();
            boolean isPerPod = kind == MetricSpec.Kind.RESOURCE
                    || kind == MetricSpec.Kind.CONTAINER_RESOURCE
                    || kind == MetricSpec.Kind.PODS;
            if (listsPods && isPerPod && random.nextInt(4) != 0) {
                in.sampled(metric);
                samplePods(metric, in.pods(), pods, isTimed, random);
            } else {
                if (isQuiet && !isBad(random)) {
                    in.valueMilli(metric, 0);
                } else {
                    sample(metric, in, random);
                }
                boolean isFresh = random.nextBoolean();
                if (!isFresh || isTimed) {
                    in.sampledAt(metric, isFresh ? epochMillis : before(random.nextInt(60_000)));
                }
            }
        }
    }

    /** How many replicas are ready. */
    int countReady() {
        ObservationWriter in = new ObservationWriter(spec, spec.newObservation().ensureCapacity(MAX_PODS), null);
        fill(in, epochMillis, false);
        return in.countReady();
    }

    /** What is ordered, if anything. */
    DrawnOverrides overrides() {
        return everything
                ? DrawnOverrides.draw(SeededRandom.of(seed).split("orders"), epochMillis)
                : DrawnOverrides.NONE;
    }

    private static boolean isBad(SeededRandom random) {
        return random.nextInt(30) == 0;
    }

    private void sample(int metric, ObservationWriter in, SeededRandom random) {
        switch (random.nextInt(24)) {
            case 0 -> {}
            case 1 -> in.failed(metric);
            case 2 -> in.value(metric, Double.NaN);
            case 3 -> in.value(metric, Double.POSITIVE_INFINITY);
            case 4 -> in.value(metric, -1 - random.nextInt(100));
            case 5 -> in.value(metric, Double.MAX_VALUE);
            case 6 -> in.noSeries(metric);
            case 7 -> in.series(metric, amount(metric, random), 0.25);
            default -> in.valueMilli(metric, amount(metric, random));
        }
    }

    /** Around the target, so that the wanted count lies between 0 and some more than the current one. */
    private long amount(int metric, SeededRandom random) {
        MetricSpec of = spec.metric(metric);
        if (of.target() == MetricSpec.Target.NONE) {
            return random.nextInt(16) == 0
                    ? random.nextLong() >>> (1 + random.nextInt(63))
                    : random.nextInt(random.nextBoolean() ? 16_000 : 80_000);
        }
        long target = of.target() == MetricSpec.Target.UTILIZATION ? of.targetAmount() * 1000 : of.targetAmount();
        boolean isTotal = of.kind() == MetricSpec.Kind.EXTERNAL || of.kind() == MetricSpec.Kind.OBJECT;
        boolean perReplica = isTotal && of.target() == MetricSpec.Target.AVERAGE_VALUE;
        double share = random.nextInt(3) == 0 ? 1 + (random.nextInt(41) - 20) / 100.0 : random.nextInt(250) / 100.0;
        return (long) (target * share * (perReplica ? Math.max(1, usual) : 1));
    }

    private int listPods(ObservationWriter in, SeededRandom random) {
        PodSamples pods = in.pods();
        Phase[] phases = Phase.values();
        Ready[] ready = Ready.values();
        int count = random.nextInt(MAX_PODS + 1);
        int running = 0;
        for (int i = 0; i < count; i++) {
            int pod = pods.addReady(before(random.nextInt(700_000)), before(random.nextInt(400_000)));
            boolean isReady = true;
            if (random.nextInt(3) == 0) {
                Phase phase = phases[random.nextInt(phases.length)];
                Ready condition = ready[random.nextInt(ready.length)];
                pods.phase(pod, phase);
                pods.ready(pod, condition, before(random.nextInt(600_000)));
                isReady = phase == Phase.RUNNING && condition == Ready.TRUE;
            }
            running += isReady ? 1 : 0;
            if (random.nextInt(12) == 0) {
                pods.deleted(pod);
            }
        }
        in.listed(count, running);
        return count;
    }

    private void samplePods(int metric, PodSamples pods, int count, boolean isTimed, SeededRandom random) {
        boolean utilization = spec.metric(metric).target() == MetricSpec.Target.UTILIZATION;
        for (int pod = 0; pod < count; pod++) {
            long request = 1L + random.nextInt(2_000);
            if (random.nextInt(40) != 0) {
                pods.request(metric, pod, request);
            }
            long basis = utilization
                    ? request * spec.metric(metric).targetAmount() / 100
                    : spec.metric(metric).targetAmount();
            long value = random.nextInt(20) == 0 ? -5 : basis * random.nextInt(250) / 100;
            boolean isFresh = random.nextInt(4) == 0;
            int ageMillis = random.nextInt(60_000);
            int windowMillis = random.nextInt(60_000);
            if (isFresh && !isTimed) {
                pods.sample(metric, pod, value / 1000.0);
            } else if (isFresh || random.nextInt(6) != 0) {
                pods.sampleMilli(
                        metric, pod, value, isFresh ? epochMillis : before(ageMillis), isFresh ? 0 : windowMillis);
            }
        }
        if (random.nextInt(6) == 0) {
            pods.unlistedSampleMilli(metric, random.nextInt(10_000));
        }
    }

    private long before(long ageMillis) {
        return epochMillis < Long.MIN_VALUE + ageMillis ? Long.MIN_VALUE : epochMillis - ageMillis;
    }

    /** All that is measured, in one line. */
    @Override
    public String toString() {
        StringBuilder words = new StringBuilder();
        fill(new ObservationWriter(spec, spec.newObservation().ensureCapacity(MAX_PODS), words), epochMillis, false);
        return words.toString();
    }
}
