package dev.autoscale.policies.forecast;

import dev.autoscale.MetricProposal;
import dev.autoscale.ReplicaSource;
import java.util.Locale;

/** What an answer of {@link SloSource} was worked out from, and the words for it. */
enum Note {
    PLACES,
    KEPT,
    FORECAST,
    SERVICE,
    DEVIATION,
    COVERED,
    BIAS,
    SEEN,
    COURSE,
    LEAD;

    void real(ReplicaSource.Input in, double value) {
        in.note(ordinal(), Double.doubleToRawLongBits(value));
    }

    double real(ReplicaSource.Input in) {
        return Double.longBitsToDouble(in.noted(ordinal()));
    }

    long of(MetricProposal proposal) {
        return proposal.note(ordinal());
    }

    double real(MetricProposal proposal) {
        return Double.longBitsToDouble(of(proposal));
    }

    static String explain(MetricProposal proposal, boolean hasSeasons) {
        double places = PLACES.real(proposal);
        if (!(places > 0)) {
            return FORECAST.real(proposal) > 0 ? "how long requests take is not known yet" : "no request so far";
        }
        String forecast = String.format(
                Locale.ROOT,
                "%.4g/s in %.0f s%s, off by %.1f %%; %.4g s each: %.1f places",
                FORECAST.real(proposal),
                LEAD.of(proposal) / 1000.0,
                hasSeasons ? String.format(Locale.ROOT, " (the usual day counts %.2f)", COURSE.real(proposal)) : "",
                100 * DEVIATION.real(proposal),
                SERVICE.real(proposal),
                places);
        long seen = SEEN.of(proposal);
        return seen == 0
                ? forecast
                : String.format(
                        Locale.ROOT,
                        "%s; last day %.1f %% below its 95 %%, bias %+.1f %%",
                        forecast,
                        100 * TrackRecord.ofADay(COVERED.real(proposal), seen),
                        100 * BIAS.real(proposal));
    }
}
