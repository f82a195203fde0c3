package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * How much more the requests in progress vary than they would if each came on its own: variance over mean, 1 for such arrivals, ten
 * for batches of ten. Learned over about an hour from each sample and the two around it, so that a load that rises or falls does not
 * count. Owns its words of a source's memory.
 *
 * <p>Of three samples apart by d, e = middle - (first + last) / 2 has the variance v (1.5 - 2 ρ(d) + 0.5 ρ(2d)), where v is that of the
 * requests in progress and ρ(t) = e^(-t / service time) how alike two samples are (exponential service).
 */
final class Peakedness {
    private static final Fading AN_HOUR = new Fading(3_600);

    /** Samples that are very much alike tell nothing. */
    private static final double LEAST_SPREAD = 0.02;

    /** So many samples it takes arrivals to have come on their own; until an hour is over all samples count alike. */
    private static final double FIRST_SAMPLES = 8;

    private static final double MOST = 1_000;

    /** Arrivals on their own may look like this, too. */
    private static final double BY_CHANCE = 1.5;

    /** From here on arrivals come in batches. */
    private static final double BATCHES = 3;

    /** Before that nothing is known of batches: about an hour. */
    private static final long SAMPLES_TO_KNOW = 240;

    private static final int SQUARES = 0;
    private static final int MEANS = 1;
    private static final int LAST = 2;
    private static final int BEFORE = 3;
    private static final int SAMPLES = 4;

    private final int begin;

    Peakedness(int begin) {
        this.begin = begin;
    }

    int end() {
        return begin + 5;
    }

    /** At least 1. */
    double get(Input in) {
        double means = Words.real(in, begin + MEANS);
        double ratio = means > 0 ? Words.real(in, begin + SQUARES) / means : 1;
        return ratio < BY_CHANCE ? 1 : Math.min(MOST, ratio);
    }

    /** Whether arrivals come in batches, or it is not known yet that they do not. */
    boolean mayBeBatches(Input in) {
        return get(in) > BATCHES || in.memory(begin + SAMPLES) < SAMPLES_TO_KNOW;
    }

    void add(Input in, double inProgress, double seconds, double serviceSeconds) {
        long samples = in.memory(begin + SAMPLES);
        double last = Words.real(in, begin + LAST);
        if (samples >= 2 && serviceSeconds > 0) {
            double before = Words.real(in, begin + BEFORE);
            double off = last - (before + inProgress) / 2;
            double alike = StrictMath.exp(-seconds / serviceSeconds);
            double spread = Math.max(LEAST_SPREAD, 1.5 - 2 * alike + 0.5 * alike * alike);
            double mean = (before + last + inProgress) / 3;
            boolean isFirst = !(Words.real(in, begin + MEANS) > 0);
            double count = FIRST_SAMPLES + samples - 2;
            double kept = isFirst ? 0 : Math.min(AN_HOUR.kept(seconds), count / (count + 1));
            Words.average(in, begin + SQUARES, isFirst ? mean : off * off / spread, kept);
            Words.average(in, begin + MEANS, mean, kept);
        }
        Words.real(in, begin + BEFORE, last);
        Words.real(in, begin + LAST, inProgress);
        in.remember(begin + SAMPLES, samples + 1);
    }
}
