package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * What arrived in each five minutes of the last two weeks, and what that says of the next ones: the usual rate of the time of day.
 * Owns its words of a source's memory.
 *
 * <p>Usual is the mean over the earlier days, each a little less than the one after it, so that one odd day does not count for much. A
 * time without arrivals for its bucket, be it that nobody asked, is left out. Rates are smoothed over neighbouring buckets, and straight between
 * their middles.
 */
final class Season {
    static final long BUCKET_MILLIS = 300_000;
    private static final int DAYS = 14;
    private static final int PER_DAY = 288;
    private static final int BUCKETS = DAYS * PER_DAY;

    /** What a day counts for in relation to the one after it. */
    private static final double OLDER_DAY = 0.85;

    /** Stands for nothing arrived, since 0 is what memory begins with: nothing known. */
    private static final float NONE = Float.MIN_VALUE;

    /** A bucket counts if at least half of it was seen. */
    private static final double LEAST_SECONDS = BUCKET_MILLIS / 2000.0;

    private static final int BUCKET = 0;
    private static final int ARRIVALS = 1;
    private static final int SECONDS = 2;
    private static final int COURSES = 3;

    private final int begin;
    private final int ahead;
    private final int history;

    /** Which words are its own: from a first one; and how far ahead it is asked. */
    Season(int begin, long leadMillis) {
        this.begin = begin;
        ahead = (int) (leadMillis / BUCKET_MILLIS) + 4;
        history = begin + COURSES + Words.halves(ahead);
    }

    int end() {
        return history + Words.halves(BUCKETS);
    }

    /** Takes arrivals in that came in the seconds until now. */
    void add(Input in, long nowMillis, double arrivals, double seconds) {
        long bucket = Math.floorDiv(nowMillis - 1, BUCKET_MILLIS);
        boolean isFirst = !Words.hasNumber(in, begin + BUCKET);
        long last = Words.number(in, begin + BUCKET);
        if (isFirst || bucket != last) {
            if (!isFirst) {
                close(in, last, Math.min(bucket, last + BUCKETS));
            }
            Words.number(in, begin + BUCKET, bucket);
            Words.real(in, begin + ARRIVALS, 0);
            Words.real(in, begin + SECONDS, 0);
            look(in, bucket);
        }
        Words.real(in, begin + ARRIVALS, Words.real(in, begin + ARRIVALS) + arrivals);
        Words.real(in, begin + SECONDS, Words.real(in, begin + SECONDS) + seconds);
    }

    private void close(Input in, long last, long next) {
        double seconds = Words.real(in, begin + SECONDS);
        float rate = seconds < LEAST_SECONDS ? 0 : Math.max(NONE, (float) (Words.real(in, begin + ARRIVALS) / seconds));
        Words.half(in, history, slot(last), rate);
        for (long missed = last + 1; missed < next; missed++) {
            Words.half(in, history, slot(missed), 0);
        }
    }

    private static int slot(long bucket) {
        return (int) Math.floorMod(bucket, (long) BUCKETS);
    }

    /** Works out the course of the buckets around the next ones; once per bucket. */
    private void look(Input in, long bucket) {
        double before = usual(in, bucket - 2);
        double at = usual(in, bucket - 1);
        for (int i = 0; i < ahead; i++) {
            double after = usual(in, bucket + i);
            Words.half(in, begin + COURSES, i, (float) ((before + 2 * at + after) / 4));
            before = at;
            at = after;
        }
    }

    /** NaN if nothing is known of it. */
    private double usual(Input in, long bucket) {
        double sum = 0;
        double weights = 0;
        double weight = 1;
        for (int day = 1; day < DAYS; day++) {
            float rate = Words.half(in, history, slot(bucket - (long) day * PER_DAY));
            if (rate != 0) {
                sum += weight * rate;
                weights += weight;
            }
            weight *= OLDER_DAY;
        }
        return weights == 0 ? Double.NaN : sum / weights;
    }

    /** The usual rate of a time from the current bucket to the end of the lead; NaN if it is not known. */
    double at(Input in, long millis) {
        double middles = (double) (millis - Words.number(in, begin + BUCKET) * BUCKET_MILLIS) / BUCKET_MILLIS + 0.5;
        int before = (int) Math.max(0, Math.min(ahead - 2, (long) Math.floor(middles)));
        double first = Words.half(in, begin + COURSES, before);
        double second = Words.half(in, begin + COURSES, before + 1);
        double share = Math.max(0, Math.min(1, middles - before));
        return first + share * (second - first);
    }

    /** The rate of a bucket on an earlier day; NaN if it is not known. */
    double earlier(Input in, long bucket, int day) {
        long then = bucket - (long) day * PER_DAY;
        if (!Words.hasNumber(in, begin + BUCKET) || then >= Words.number(in, begin + BUCKET)) {
            return Double.NaN;
        }
        float rate = Words.half(in, history, slot(then));
        return rate == 0 ? Double.NaN : rate == NONE ? 0 : rate;
    }

    /** How many days it remembers besides the current one. */
    static int earlierDays() {
        return DAYS - 1;
    }
}
