package dev.autoscale.benchmarks;

/** Yardstick of {@link HundredPods}: the same samples into plain arrays, one loop that sorts and sums, the same arithmetic. */
final class BareHundredPods implements Operation {
    private static final int PHASE = 7;
    private static final int PENDING = 0;
    private static final int RUNNING = 1;
    private static final int FAILED = 3;
    private static final int READY = 8;
    private static final int DELETED = 16;
    private static final int SAMPLED = 32;
    private static final long INITIALIZATION_MILLIS = 300_000;
    private static final long READINESS_DELAY_MILLIS = 30_000;
    private static final int MAX_REPLICAS = 200;

    private final PodInputs inputs;
    private final byte[] states = new byte[PodInputs.PODS];
    private final long[] startMillis = new long[PodInputs.PODS];
    private final long[] transitionMillis = new long[PodInputs.PODS];
    private final long[] requestsMilli = new long[PodInputs.PODS];
    private final long[] valuesMilli = new long[PodInputs.PODS];
    private final long[] sampleMillis = new long[PodInputs.PODS];
    private final long[] windowMillis = new long[PodInputs.PODS];
    private long nowMillis = Cycle.START_MILLIS;
    private int step;

    private int ready;
    private int unready;
    private int missing;
    private long usedMilli;
    private long requestedMilli;

    BareHundredPods(PodInputs inputs) {
        this.inputs = inputs;
    }

    static BareHundredPods create() {
        return new BareHundredPods(new PodInputs());
    }

    /** One decision. */
    int decide() {
        fill();
        sum();
        long percent = usedMilli * 100 / requestedMilli;
        int wanted = Bare.scaled(percent, Specs.CPU_PERCENT, ready, Bare.TOLERANCE);
        nowMillis += Cycle.STEP_MILLIS;
        step = (step + 1) & 0xffff;
        return Bare.limited(wanted, PodInputs.PODS, 1, MAX_REPLICAS);
    }

    private void fill() {
        for (int i = 0; i < PodInputs.PODS; i++) {
            states[i] = RUNNING | READY | SAMPLED;
            startMillis[i] = inputs.startMillis[i];
            transitionMillis[i] = inputs.readyMillis[i];
            requestsMilli[i] = inputs.requestMilli[i];
            valuesMilli[i] = inputs.usageMilli(step, i);
            sampleMillis[i] = nowMillis;
            windowMillis[i] = PodInputs.WINDOW_MILLIS;
        }
    }

    /** Sums in local variables, as a hand-written loop would. */
    private void sum() {
        int readySoFar = 0;
        int unreadySoFar = 0;
        int missingSoFar = 0;
        long usedSoFarMilli = 0;
        long requestedSoFarMilli = 0;
        for (int i = 0; i < PodInputs.PODS; i++) {
            int state = states[i];
            int phase = state & PHASE;
            if (phase == FAILED || (state & DELETED) != 0) {
                continue;
            }
            if (phase == PENDING || ((state & SAMPLED) != 0 && isStarting(i, state))) {
                unreadySoFar++;
            } else if ((state & SAMPLED) == 0) {
                missingSoFar++;
            } else {
                readySoFar++;
                usedSoFarMilli += valuesMilli[i];
                requestedSoFarMilli += requestsMilli[i];
            }
        }
        ready = readySoFar;
        unready = unreadySoFar;
        missing = missingSoFar;
        usedMilli = usedSoFarMilli;
        requestedMilli = requestedSoFarMilli;
    }

    private boolean isStarting(int i, int state) {
        boolean notReady = (state & READY) == 0;
        if (startMillis[i] + INITIALIZATION_MILLIS > nowMillis) {
            return notReady || sampleMillis[i] < transitionMillis[i] + windowMillis[i];
        }
        return notReady && startMillis[i] + READINESS_DELAY_MILLIS > transitionMillis[i];
    }

    @Override
    public int once() {
        return decide();
    }
}
