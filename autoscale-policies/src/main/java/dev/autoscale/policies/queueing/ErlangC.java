package dev.autoscale.policies.queueing;

/**
 * How likely a wait is where arrivals that come at random share one queue, and how many servers keep long waits rare (M/M/c, Erlang's
 * delay formula). Times are in units of the mean service time, the offered load is arrivals per mean service time. Thread-safe;
 * nothing allocates. Costs about 15 · √load additions and multiplications: under a microsecond for a load of 100.
 */
public final class ErlangC {
    /*
     * B(c, a), Erlang's loss formula, is the share of arrivals that c servers without a queue turn away, and I = 1 / B obeys
     *
     *   I(0) = 1,   I(c) = 1 + c / a · I(c - 1)
     *
     * These are sums of positive numbers, so no digit is lost. Of c servers with a queue, c > a, an arrival waits at all with
     *
     *   C = c / ((c - a) · I(c) + a),   and longer than t with   C · e^-(c - a)t.
     *
     * With an exponential service time X, independent of the wait W, a latency of l is missed by those that would not have missed
     * it without a wait, or that wait at all although nothing could help them, with P(W > max(0, l - X)) =
     *
     *   C · (∫ from 0 to l of e^-x · e^-(c - a)(l - x) dx + e^-l) = C · ((e^-(c - a)l - e^-l) / (1 - (c - a)) + e^-l).
     *
     * The recursion does not begin at 0 but ten deviations below the load: whatever it begins with there is forgotten on the
     * way, as each step below the load shrinks an error by k / a, all of them by e^-50.
     */
    private static final double FORGETTING_DEVIATIONS = 10;

    /** No finite number of servers keeps every wait short; this is as good as never. */
    private static final double LEAST_SHARE = 1e-9;

    private ErlangC() {}

    /**
     * The probability that an arrival has to wait.
     *
     * @param servers how many there are
     * @param load the offered load
     * @return 0 to 1; 1 if the servers are not more than the load, so that the queue grows; 0 without a load
     */
    public static double waitProbability(int servers, double load) {
        if (!(load > 0)) {
            return 0;
        }
        if (servers <= load) {
            return 1;
        }
        double inverse = 1;
        double first = firstServers(load);
        for (double c = first; c <= servers; c++) {
            inverse = c == first ? begin(c, load) : 1 + c / load * inverse;
        }
        return probability(servers, load, inverse);
    }

    /**
     * The fewest servers with which at most a share of the arrivals wait longer than a time.
     *
     * @param load the offered load; 0 servers if it is not above 0
     * @param wait the longest wait, in mean service times; what is not above 0 is no wait at all
     * @param missShare the share that may wait longer; at least 1e-9 is taken; from 1 on the queue must not grow for ever, no more
     * @return above the load; at most {@link Integer#MAX_VALUE}
     */
    public static int servers(double load, double wait, double missShare) {
        return fewest(load, wait > 0 ? wait : 0, missShare, false);
    }

    /**
     * The fewest servers with which at most a share of the arrivals miss a latency for having waited: they waited longer than their
     * service, which is exponentially distributed, left of it, or waited at all where it alone takes longer.
     *
     * @param load the offered load; 0 servers if it is not above 0
     * @param latency the longest time from arrival to the end of service, in mean service times; what is not above 0 is no time
     * @param missShare the share that may miss it; as in {@link #servers}
     * @return above the load; at most {@link Integer#MAX_VALUE}
     */
    public static int serversForLatency(double load, double latency, double missShare) {
        return fewest(load, latency > 0 ? latency : 0, missShare, true);
    }

    private static int fewest(double load, double time, double missShare, boolean isLatency) {
        if (!(load > 0)) {
            return 0;
        }
        double least = Math.floor(load) + 1;
        if (!(least < Integer.MAX_VALUE)) {
            return Integer.MAX_VALUE;
        }
        double share = missShare >= LEAST_SHARE ? missShare : LEAST_SHARE;
        double longest = Math.min(time, Double.MAX_VALUE);
        double decay = StrictMath.exp(-longest);
        double late = StrictMath.exp((load - least) * longest);
        double c = firstServers(load);
        double inverse = begin(c, load);
        while (c < Integer.MAX_VALUE) {
            if (c >= least) {
                double tail = isLatency ? latencyTail(c - load, longest, late, decay) : late;
                if (probability(c, load, inverse) * tail <= share) {
                    break;
                }
                late *= decay;
            }
            c++;
            inverse = 1 + c / load * inverse;
        }
        return (int) c;
    }

    private static double probability(double servers, double load, double inverse) {
        return servers / ((servers - load) * inverse + load);
    }

    /** Of those that wait, the share that misses a latency. */
    private static double latencyTail(double spare, double latency, double late, double decay) {
        double apart = 1 - spare;
        double x = apart * latency;
        boolean isNear = Math.abs(x) < 1e-4;
        double between = isNear ? decay * latency * (1 + x / 2 + x * x / 6) : (late - decay) / apart;
        return between + decay;
    }

    /** With how many servers the recursion begins: at least 1. */
    private static double firstServers(double load) {
        return Math.max(1, Math.floor(load - FORGETTING_DEVIATIONS * Math.sqrt(load)));
    }

    /** About I of so many servers; exact of 1. */
    private static double begin(double servers, double load) {
        return servers == 1 ? 1 + 1 / load : load / (load - servers);
    }
}
