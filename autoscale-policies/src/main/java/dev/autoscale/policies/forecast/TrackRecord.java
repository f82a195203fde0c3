package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * How good the forecasts have been. Once a minute it holds what arrived against what was said of that minute a lead before, lets
 * the {@link Correction} learn from it, and knows how far forecasts are off beyond chance, relative to the load, over one hour and over
 * six; how often the arrivals stayed within what 95 of 100 should; and to which side forecasts err. Owns its words of a source's
 * memory.
 */
final class TrackRecord {
    static final long MINUTE_MILLIS = 60_000;

    private static final double SHORT_KEPT = StrictMath.exp(-1.0 / 60);
    private static final double LONG_KEPT = StrictMath.exp(-1.0 / 360);
    private static final double DAY_KEPT = StrictMath.exp(-1.0 / 1_440);

    /** Of a square over the long time counts half: a short calm is believed, but not all at once. */
    private static final double LONG_SHARE = 0.5;

    /** How far a forecast may be off where nothing is known yet. */
    static final double FIRST_DEVIATION = 0.2;

    /** A forecast is not taken to be off by more: what comes out of nothing says little of the next minutes. */
    private static final double MOST_DEVIATION = 1;

    /** Looks so many minutes apart are slow cycles, and what arrived is of all minutes in between; further apart is a gap. */
    private static final long MOST_APART = 5;

    /** Numbers that no float holds would stay in an average for ever. */
    private static final double MOST = 1e30;

    /** 95 % of normally distributed errors are below so many deviations. */
    private static final double USUALLY = 1.645;

    private static final int MINUTE = 0;
    private static final int ARRIVALS = 1;
    private static final int SECONDS = 2;
    private static final int SAID = 3;
    private static final int SHORT_SQUARE = 4;
    private static final int SHORT_SCALE = 5;
    private static final int LONG_SQUARE = 6;
    private static final int LONG_SCALE = 7;
    private static final int COVERED = 8;
    private static final int FORECAST = 9;
    private static final int OVER = 10;
    private static final int SEEN = 11;
    private static final int DEVIATION = 12;
    private static final int ROWS = 13;

    /** A row is what was said of a minute: the signs, then these. */
    private static final int REFERENCE = Levels.SIGN_COUNT;

    private static final int RATE = Levels.SIGN_COUNT + 1;
    private static final int OFF_BY = Levels.SIGN_COUNT + 2;
    private static final int IS_SAID = Levels.SIGN_COUNT + 3;
    private static final int ROW = Levels.SIGN_COUNT + 4;

    private final int begin;
    private final int rows;
    private final Correction correction;

    /** Which words are its own, and how many minutes ahead it is told of at most. */
    TrackRecord(int begin, int mostMinutes, Correction correction) {
        this.begin = begin;
        this.correction = correction;
        rows = mostMinutes + 2;
    }

    int end() {
        return begin + ROWS + Words.halves(rows * ROW);
    }

    /** How far forecasts are off beyond chance: a standard deviation as a share of the load, at least 0. */
    double deviation(Input in) {
        return seen(in) > 0 ? Words.real(in, begin + DEVIATION) : FIRST_DEVIATION;
    }

    /** How many minutes it has judged. */
    long seen(Input in) {
        return (long) Words.real(in, begin + SEEN);
    }

    /** An average over a day that began with 0: {@link #ofADay} makes it one over what was seen. */
    double covered(Input in) {
        return Words.real(in, begin + COVERED);
    }

    /** How much more was forecast than came, as a share of what was forecast; 0 if that is nothing. */
    double bias(Input in) {
        double forecast = Words.real(in, begin + FORECAST);
        return forecast > 0 ? Words.real(in, begin + OVER) / forecast : 0;
    }

    static double ofADay(double average, long seen) {
        return average / (1 - StrictMath.pow(DAY_KEPT, (double) seen));
    }

    /** Takes arrivals in, and judges the minutes that are over. */
    void add(Input in, long nowMillis, double arrivals, double seconds) {
        long minute = Math.floorDiv(nowMillis, MINUTE_MILLIS);
        Words.real(in, begin + ARRIVALS, Words.real(in, begin + ARRIVALS) + arrivals);
        Words.real(in, begin + SECONDS, Words.real(in, begin + SECONDS) + seconds);
        boolean isFirst = !Words.hasNumber(in, begin + MINUTE);
        long last = Words.number(in, begin + MINUTE);
        if (!isFirst && minute != last) {
            for (long over = last; over < Math.min(minute, last + rows); over++) {
                if (minute - last <= MOST_APART) {
                    judge(in, over);
                }
                Words.half(in, begin + ROWS, row(over) + IS_SAID, 0);
            }
        }
        if (isFirst || minute != last) {
            Words.number(in, begin + MINUTE, minute);
            Words.real(in, begin + ARRIVALS, 0);
            Words.real(in, begin + SECONDS, 0);
        }
    }

    private int row(long minute) {
        return (int) Math.floorMod(minute, (long) rows) * ROW;
    }

    /** Whether it is to be told what is said of the minute in whose middle a lead ends that begins about now: once a minute. */
    boolean asks(Input in, long nowMillis, long leadMillis) {
        long about = Math.floorDiv(nowMillis + leadMillis - MINUTE_MILLIS / 2, MINUTE_MILLIS);
        if (Words.hasNumber(in, begin + SAID) && Words.number(in, begin + SAID) == about) {
            return false;
        }
        Words.number(in, begin + SAID, about);
        return true;
    }

    void saySign(Input in, int sign, double value) {
        Words.half(in, begin + ROWS, row(Words.number(in, begin + SAID)) + sign, (float) value);
    }

    void say(Input in, double reference, double rate) {
        int row = row(Words.number(in, begin + SAID));
        Words.half(in, begin + ROWS, row + REFERENCE, (float) Math.min(MOST, reference));
        Words.half(in, begin + ROWS, row + RATE, (float) Math.min(MOST, rate));
        Words.half(in, begin + ROWS, row + OFF_BY, (float) deviation(in));
        Words.half(in, begin + ROWS, row + IS_SAID, 1);
    }

    private void judge(Input in, long minute) {
        int row = row(minute);
        double seconds = Words.real(in, begin + SECONDS);
        if (Words.half(in, begin + ROWS, row + IS_SAID) == 0 || !(seconds > 0)) {
            return;
        }
        double arrivals = Words.real(in, begin + ARRIVALS);
        double reference = Words.half(in, begin + ROWS, row + REFERENCE);
        correction.learn(in, begin + ROWS, row, reference, arrivals / seconds, seconds);
        double deviation = Words.half(in, begin + ROWS, row + OFF_BY);
        weigh(in, arrivals, Words.half(in, begin + ROWS, row + RATE) * seconds, deviation);
    }

    /** How far what was gone by was off. What chance alone would do, a variance like the mean, is taken off. */
    private void weigh(Input in, double arrivals, double forecast, double deviation) {
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
        Words.real(in, begin + DEVIATION, Double.isNaN(now) ? FIRST_DEVIATION : Math.min(MOST_DEVIATION, now));
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
