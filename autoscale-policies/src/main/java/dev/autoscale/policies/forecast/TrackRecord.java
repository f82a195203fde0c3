package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * How good each forecast has been lately. Every minute it holds what arrived in it against what each candidate had said of it a lead
 * before; the candidate that was off least, in the mean square over about an hour, is the one to go by. Of the one that was gone by
 * it knows how far it was off beyond chance, relative to the load, over half an hour and over six; how often the arrivals stayed
 * within what 95 of 100 should; and to which side it errs. Owns its words of a source's memory.
 */
final class TrackRecord {
    static final long MINUTE_MILLIS = 60_000;

    private static final double SCORE_MINUTES = 60;
    private static final double SHORT_MINUTES = 30;
    private static final double LONG_MINUTES = 360;
    private static final double DAY_MINUTES = 1_440;
    private static final double SCORE_KEPT = StrictMath.exp(-1 / SCORE_MINUTES);
    private static final double SHORT_KEPT = StrictMath.exp(-1 / SHORT_MINUTES);
    private static final double LONG_KEPT = StrictMath.exp(-1 / LONG_MINUTES);
    private static final double DAY_KEPT = StrictMath.exp(-1 / DAY_MINUTES);

    /** Of a square over the long time counts half: a short calm is believed, but not all at once. */
    private static final double LONG_SHARE = 0.5;

    /** How far a forecast may be off where nothing is known yet. */
    private static final double FIRST_DEVIATION = 0.2;

    /** A forecast is not taken to be off by more: what comes out of nothing says little of the next minutes. */
    private static final double MOST_DEVIATION = 1;

    /** Numbers that no float holds would stay in an average for ever. */
    private static final double MOST = 1e30;

    /** 95 % of normally distributed errors are below so many deviations. */
    private static final double USUALLY = 1.645;

    private static final int MINUTE = 0;
    private static final int ARRIVALS = 1;
    private static final int SECONDS = 2;
    private static final int CHOSEN = 3;
    private static final int SHORT_SQUARE = 4;
    private static final int SHORT_SCALE = 5;
    private static final int LONG_SQUARE = 6;
    private static final int LONG_SCALE = 7;
    private static final int COVERED = 8;
    private static final int FORECAST = 9;
    private static final int OVER = 10;
    private static final int SEEN = 11;
    private static final int DEVIATION = 12;
    private static final int SCORES = 13;

    private final int begin;
    private final int candidates;
    private final int row;
    private final int rows;
    private final int forecasts;

    /** Which words are its own, how many candidates there are, and how many minutes ahead they look at most. */
    TrackRecord(int begin, int candidates, int mostMinutes) {
        this.begin = begin;
        this.candidates = candidates;
        row = candidates + 1;
        rows = mostMinutes + 2;
        forecasts = begin + SCORES + Words.halves(candidates);
    }

    int end() {
        return forecasts + Words.halves(rows * row);
    }

    /** The candidate to go by. */
    int chosen(Input in) {
        return (int) in.memory(begin + CHOSEN);
    }

    /** How far the forecast is off beyond chance: a standard deviation as a share of the load, at least 0. */
    double deviation(Input in) {
        return Words.real(in, begin + SEEN) > 0 ? Words.real(in, begin + DEVIATION) : FIRST_DEVIATION;
    }

    /** How many minutes it has judged what was gone by. */
    long seen(Input in) {
        return (long) Words.real(in, begin + SEEN);
    }

    /** An average over a day that began with 0: {@link #ofADay} makes it one over what was seen. */
    double covered(Input in) {
        return Words.real(in, begin + COVERED);
    }

    /** How much more was forecast than came, as a share of what was forecast; NaN before the first. */
    double bias(Input in) {
        return Words.real(in, begin + OVER) / Words.real(in, begin + FORECAST);
    }

    static double ofADay(double average, long seen) {
        return average / (1 - Math.pow(DAY_KEPT, (double) seen));
    }

    /** Takes arrivals in, and tells whether a minute is over. */
    boolean add(Input in, long nowMillis, double arrivals, double seconds) {
        Words.real(in, begin + ARRIVALS, Words.real(in, begin + ARRIVALS) + arrivals);
        Words.real(in, begin + SECONDS, Words.real(in, begin + SECONDS) + seconds);
        return !Words.hasNumber(in, begin + MINUTE)
                || Math.floorDiv(nowMillis, MINUTE_MILLIS) != Words.number(in, begin + MINUTE);
    }

    /** Judges the minute that is over, and keeps what the candidates say of a later one. */
    void next(Input in, long nowMillis, int leadMinutes, Levels levels, Season season) {
        long minute = Math.floorDiv(nowMillis, MINUTE_MILLIS);
        if (Words.hasNumber(in, begin + MINUTE)) {
            long last = Words.number(in, begin + MINUTE);
            judge(in, last);
            forget(in, last, Math.min(minute, last + rows));
        }
        long about = minute + leadMinutes;
        long middle = about * MINUTE_MILLIS + MINUTE_MILLIS / 2;
        int base = (int) Math.floorMod(about, (long) rows) * row;
        for (int candidate = 0; candidate < candidates; candidate++) {
            double rate = levels.level(in, candidate) * season.at(in, Levels.shape(candidate), middle);
            Words.half(in, forecasts, base + candidate, (float) Math.min(MOST, rate));
        }
        Words.half(in, forecasts, base + candidates, (float) (chosen(in) + 1));
        Words.number(in, begin + MINUTE, minute);
        Words.real(in, begin + ARRIVALS, 0);
        Words.real(in, begin + SECONDS, 0);
    }

    private void forget(Input in, long last, long next) {
        for (long minute = last; minute < next; minute++) {
            Words.half(in, forecasts, (int) Math.floorMod(minute, (long) rows) * row + candidates, 0);
        }
    }

    private void judge(Input in, long minute) {
        int base = (int) Math.floorMod(minute, (long) rows) * row;
        int chosenThen = (int) Words.half(in, forecasts, base + candidates) - 1;
        double seconds = Words.real(in, begin + SECONDS);
        if (chosenThen < 0 || !(seconds > 0)) {
            return;
        }
        double arrivals = Words.real(in, begin + ARRIVALS);
        double unit = Math.max(1, Words.half(in, forecasts, base) * seconds);
        int best = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int candidate = 0; candidate < candidates; candidate++) {
            double off = arrivals - Words.half(in, forecasts, base + candidate) * seconds;
            float before = Words.half(in, begin + SCORES, candidate);
            double square = off * off / unit;
            // A course that is not known scores nothing, and begins anew where it is known again.
            float score = (float) Math.min(MOST, before > 0 ? before * SCORE_KEPT + square * (1 - SCORE_KEPT) : square);
            Words.half(in, begin + SCORES, candidate, Float.isNaN(score) ? 0 : score);
            if (score < least) {
                least = score;
                best = candidate;
            }
        }
        in.remember(begin + CHOSEN, best);
        weigh(in, arrivals, Words.half(in, forecasts, base + chosenThen) * seconds);
    }

    /** How far what was gone by was off. What chance alone would do, a variance like the mean, is taken off. */
    private void weigh(Input in, double arrivals, double forecast) {
        if (Double.isNaN(forecast)) {
            return;
        }
        double deviation = deviation(in);
        double off = arrivals - forecast;
        double most = forecast + USUALLY * Math.sqrt(forecast + deviation * deviation * forecast * forecast);
        double square = off * off - forecast;
        double scale = forecast * forecast + forecast;
        double seen = Words.real(in, begin + SEEN);
        double first = FIRST_DEVIATION * FIRST_DEVIATION * scale;
        double shortSquare = average(in, SHORT_SQUARE, seen, first, square, SHORT_KEPT)
                / average(in, SHORT_SCALE, seen, scale, scale, SHORT_KEPT);
        double longSquare = average(in, LONG_SQUARE, seen, first, square, LONG_KEPT)
                / average(in, LONG_SCALE, seen, scale, scale, LONG_KEPT);
        double now = Math.sqrt(Math.max(0, Math.max(LONG_SHARE * longSquare, shortSquare)));
        Words.real(in, begin + DEVIATION, Math.min(MOST_DEVIATION, now));
        Words.average(in, begin + COVERED, arrivals <= most ? 1 : 0, DAY_KEPT);
        Words.average(in, begin + FORECAST, forecast, DAY_KEPT);
        Words.average(in, begin + OVER, -off, DAY_KEPT);
        Words.real(in, begin + SEEN, seen + 1);
    }

    private double average(Input in, int word, double seen, double first, double value, double kept) {
        double before = seen > 0 ? Words.real(in, begin + word) : first;
        double now = value + (before - value) * kept;
        Words.real(in, begin + word, now);
        return now;
    }
}
