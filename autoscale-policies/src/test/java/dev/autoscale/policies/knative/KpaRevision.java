package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A revision under test: its settings, its status and one pass after the other. */
final class KpaRevision {
    final KpaScaleToZero.Input in = new KpaScaleToZero.Input();
    final KpaScaleToZero.Decision out = new KpaScaleToZero.Decision();
    final KpaStatus status;
    private final Map<String, String> config = new HashMap<>();
    private final Map<String, String> annotations = new HashMap<>();
    private Duration progressDeadline = KpaConfig.DEFAULT_PROGRESS_DEADLINE;

    KpaRevision(long creationMillis) {
        status = new KpaStatus(creationMillis);
    }

    KpaRevision config(String key, String text) {
        config.put(key, text);
        return this;
    }

    KpaRevision annotate(String name, String text) {
        annotations.put("autoscaling.knative.dev/" + name, text);
        return this;
    }

    KpaRevision progressDeadlineSeconds(int seconds) {
        progressDeadline = Duration.ofSeconds(seconds);
        return this;
    }

    KpaRevision annotatedDeadline(String text) {
        annotations.put("serving.knative.dev/progress-deadline", text);
        return this;
    }

    /** The status as it would be had it come about before. */
    KpaRevision was(KpaCondition condition, long sinceMillis, boolean initialized) {
        status.condition = condition;
        status.sinceEpochMillis = sinceMillis;
        status.initialized = initialized;
        return this;
    }

    KpaScaleToZero settings() {
        return KpaScaleToZero.of(new KpaConfig(config, progressDeadline), new KpaAnnotations(annotations));
    }

    /** Decides on what is in the input; the status stays. */
    KpaScaleToZero.Decision preview(long nowMillis) {
        settings().decide(nowMillis, in, status, out);
        return out;
    }

    KpaScaleToZero.Decision at(long nowMillis) {
        preview(nowMillis);
        status.copyFrom(out.status());
        return out;
    }

    void expect(int wanted, int written, long recheckMillis) {
        assertThat(out.wantedReplicas()).as("wanted").isEqualTo(wanted);
        assertThat(out.replicas()).as("written").isEqualTo(written);
        assertThat(out.writes()).isEqualTo(written >= 0);
        assertThat(out.recheckAfterMillis()).as("recheck").isEqualTo(recheckMillis);
    }

    void expect(KpaCondition condition, long sinceMillis) {
        assertThat(out.status().condition()).isEqualTo(condition);
        assertThat(out.status().sinceEpochMillis()).isEqualTo(sinceMillis);
    }
}
