package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * What will arrive when a replica that is ordered now is ready: what arrives now, corrected by what its signs have meant. Owns its words
 * of a source's memory.
 */
final class Forecast {
    static final long MOST_LEAD_MILLIS = 1_800_000;
    private static final double LEAST_OF_HOUR = 0.5;

    /** So many times the highest of the last hours is provided for; what nobody has seen no promise can hold. */
    private static final double MOST_OF_HIGHEST = 2.5;

    /** By how many deviations a load may be above its forecast where 99 of 100 are promised. */
    private static final double USUAL_TAIL = 6;

    private final StartTime start;
    private final Levels levels;
    private final Correction correction;
    private final TrackRecord record;
    private final Season season;
    private final boolean hasSeasons;

    Forecast(int begin, long toldMillis, boolean hasSeasons) {
        this.hasSeasons = hasSeasons;
        long most = Math.min(MOST_LEAD_MILLIS, Math.max(2 * toldMillis, toldMillis + 60_000));
        long lead = most + Arrivals.CYCLE_MILLIS;
        start = new StartTime(begin, toldMillis, most);
        levels = new Levels(start.end());
        correction = new Correction(levels.end());
        record = new TrackRecord(correction.end(), (int) (lead / TrackRecord.MINUTE_MILLIS) + 1, correction);
        season = new Season(record.end(), lead);
    }

    int end() {
        return hasSeasons ? season.end() : record.end();
    }

    /**
     * How far the forecast may be off: as far as forecasts have been off lately, as long as that does not provide for a load far above all
     * that there was. Errors are relative to what was forecast, so what comes out of nothing, or is ten times what was, would otherwise
     * be followed by hours of many times the load.
     */
    double deviation(Input in, double rateThen, double rate, long passed) {
        double highest = MOST_OF_HIGHEST * levels.highest(in, rate, passed / 1000.0);
        double most = Math.max(TrackRecord.FIRST_DEVIATION, (highest / rateThen - 1) / USUAL_TAIL);
        return Math.min(most, record.deviation(in));
    }

    /** The rate to be ready for: the forecast, and after a collapse no less than half of the last hour's. */
    double readyFor(Input in, double rate, long passed) {
        if (Arrivals.isFirst(in)) {
            return rate;
        }
        return Math.max(forecast(in, rate, passed), LEAST_OF_HOUR * levels.hour(in, rate, passed / 1000.0));
    }

    private double forecast(Input in, double rate, long passed) {
        double sum = 0;
        for (int sign = 0; sign < Levels.SIGN_COUNT; sign++) {
            sum += correction.weight(in, sign) * sign(in, sign, rate, passed);
        }
        return Correction.corrected(levels.reference(in, rate, passed / 1000.0), sum);
    }

    private double sign(Input in, int sign, double rate, long passed) {
        double seconds = passed / 1000.0;
        if (sign < Levels.COURSE_SIGN) {
            return levels.sign(in, sign, rate, seconds);
        }
        return hasSeasons
                ? levels.courseSign(
                        in, rate, seconds, courseNow(in, passed), season.at(in, in.epochMillis() + leadMillis(in)))
                : 0;
    }

    /** The usual rate of the time that has passed; NaN if it is not known. */
    private double courseNow(Input in, long passed) {
        return hasSeasons ? season.at(in, in.epochMillis() - passed / 2) : Double.NaN;
    }

    private long leadMillis(Input in) {
        return start.millis(in) + Arrivals.CYCLE_MILLIS;
    }

    void learn(Input in, double rate, long passed) {
        long now = in.epochMillis();
        boolean isFirst = Arrivals.isFirst(in);
        double seconds = passed / 1000.0;
        start.add(in, now, passed);
        if (hasSeasons) {
            season.add(in, now, rate * seconds, seconds);
        }
        record.add(in, now, rate * seconds, seconds);
        if (!isFirst && record.asks(in, now, leadMillis(in))) {
            for (int sign = 0; sign < Levels.SIGN_COUNT; sign++) {
                record.saySign(in, sign, sign(in, sign, rate, passed));
            }
            record.say(in, levels.reference(in, rate, seconds), forecast(in, rate, passed));
        }
        levels.add(in, rate, seconds, isFirst, courseNow(in, passed));
    }

    void note(Input in) {
        Note.COVERED.real(in, record.covered(in));
        Note.BIAS.real(in, record.bias(in));
        in.note(Note.SEEN.ordinal(), record.seen(in));
        Note.COURSE.real(in, correction.weight(in, Levels.COURSE_SIGN));
        in.note(Note.LEAD.ordinal(), leadMillis(in));
    }
}
