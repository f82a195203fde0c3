package dev.autoscale.testkit.scenario;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.ManualClock;
import dev.autoscale.testkit.drive.Drive;
import dev.autoscale.testkit.drive.KpaDrive;
import dev.autoscale.testkit.drive.SpecDrive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A scenario that gives the values of the metrics, open loop: what is decided is carried out at once and changes no value. Not
 * thread-safe.
 *
 * <p>It decides at time 0, and then every 15 s (Knative: 2 s) unless {@link #every} says otherwise, until the latest time that
 * any part of it names, or as {@link #lasting} says. What happens between two decisions counts from the second one on. A metric
 * that was given no value yet is a missing one. The controller's clock is a {@link ManualClock}.
 */
public final class OpenScenario extends Scenario<OpenScenario> {
    private final Drive<?, ?> drive;
    private final Set<String> metrics = new HashSet<>();
    private final List<OpenRun.Step> steps = new ArrayList<>();
    private long everyMillis;
    private long endMillis = -1;
    private long startEpochMillis;
    private long startupMillis;
    private int replicas;
    private boolean givesValues;

    OpenScenario(Drive<?, ?> drive) {
        this.drive = drive;
        replicas = drive.firstReplicas();
        everyMillis = drive.cycleMillis();
        metrics.addAll(drive.metrics());
    }

    @Override
    OpenScenario scenario() {
        return this;
    }

    /**
     * How often is decided.
     *
     * @param interval above 0, whole milliseconds
     * @return this
     */
    public OpenScenario every(Duration interval) {
        everyMillis = Math.max(1, millis("every", interval, 1));
        return this;
    }

    /**
     * The replicas at the beginning, all of them ready. The spec's lowest count unless set, but at least 1.
     *
     * @param count at least 0
     * @return this
     */
    public OpenScenario replicas(int count) {
        problems.requireNotNegative("replicas", count);
        replicas = count;
        return this;
    }

    /**
     * How long a replica takes from the decision until it is ready. No time unless set. One that is no longer wanted is gone at
     * once, and the youngest goes first.
     *
     * @param time at least 0
     * @return this
     */
    public OpenScenario startup(Duration time) {
        startupMillis = millis("startup", time, 0);
        return this;
    }

    /**
     * The controller's clock at the beginning, which matters for schedules. 0 unless set.
     *
     * @param epochMillis milliseconds since the epoch
     * @return this
     */
    public OpenScenario startsAt(long epochMillis) {
        startEpochMillis = epochMillis;
        return this;
    }

    /**
     * How long it goes on.
     *
     * @param time since the beginning; a decision at just that time is taken
     * @return this
     */
    public OpenScenario lasting(Duration time) {
        endMillis = millis("lasting", time, 0);
        return this;
    }

    private OpenScenario step(Consumer<OpenRun<?, ?>> action) {
        steps.add(new OpenRun.Step(cursorMillis(), action));
        return this;
    }

    private OpenScenario read(String metric, Reading reading) {
        problems.require(metrics.contains(metric), "metric must be one of " + drive.metrics(), "metric", metric);
        givesValues = true;
        return step(run -> run.read(metric, reading));
    }

    private String onlyMetric(String method) {
        List<String> all = drive.metrics();
        problems.require(all.size() == 1, method + " needs a single metric", "metrics", all);
        return all.isEmpty() ? "" : all.get(0);
    }

    /**
     * Sets the value of the only metric, from the time of {@link #at} until it is set again.
     *
     * @param value in the metric's unit; NaN or an infinity is bad data
     * @return this
     */
    public OpenScenario load(double value) {
        return read(onlyMetric("load"), Reading.of(value));
    }

    /**
     * Sets the value of a metric, from the time of {@link #at} until it is set again.
     *
     * @param id the metric's id; Knative's only metric is {@code load}
     * @param value in the metric's unit; NaN or an infinity is bad data
     * @return this
     */
    public OpenScenario metric(String id, double value) {
        return read(Objects.requireNonNull(id, "id"), Reading.of(value));
    }

    /**
     * The source of a metric answers with an error, from the time of {@link #at} until a value is set.
     *
     * @param id the metric's id
     * @return this
     */
    public OpenScenario failed(String id) {
        return read(Objects.requireNonNull(id, "id"), Reading.FAILED);
    }

    /**
     * The source of a metric answers without any series, from the time of {@link #at} until a value is set.
     *
     * @param id the metric's id
     * @return this
     */
    public OpenScenario noSeries(String id) {
        return read(Objects.requireNonNull(id, "id"), Reading.NO_SERIES);
    }

    /**
     * At the time of {@link #at} the controller restarts, with its memory restored.
     *
     * @return this
     */
    public OpenScenario restart() {
        return step(run -> run.restart(true));
    }

    /**
     * At the time of {@link #at} the controller restarts and has forgotten everything.
     *
     * @return this
     */
    public OpenScenario restartForgetting() {
        return step(run -> run.restart(false));
    }

    /**
     * At the time of {@link #at} the controller's clock is put back. The scenario's times go on.
     *
     * @param by at least 0
     * @return this
     */
    public OpenScenario clockBack(Duration by) {
        long millis = millis("by", by, 0);
        return step(run -> run.moveClock(-millis));
    }

    /**
     * At the time of {@link #at} the controller's clock is put forward. The scenario's times go on.
     *
     * @param by at least 0
     * @return this
     */
    public OpenScenario clockForward(Duration by) {
        long millis = millis("by", by, 0);
        return step(run -> run.moveClock(millis));
    }

    /**
     * From the time of {@link #at} on another spec decides, with the same memory.
     *
     * @param spec what decides then
     * @return this
     */
    public OpenScenario respec(AutoscalerSpec spec) {
        return respec(new SpecDrive(spec));
    }

    /**
     * From the time of {@link #at} on another spec decides, with the same memory.
     *
     * @param spec what decides then
     * @return this
     */
    public OpenScenario respec(KpaSpec spec) {
        return respec(new KpaDrive(spec));
    }

    private OpenScenario respec(Drive<?, ?> next) {
        problems.require(
                next.getClass() == drive.getClass(),
                "respec must stay with the same engine",
                "at",
                ScenarioTime.text(cursorMillis()));
        metrics.addAll(next.metrics());
        return step(run -> run.respec(next));
    }

    /**
     * Plays it through. Costs a decision per interval.
     *
     * @throws AssertionError that shows all broken expectations
     * @throws IllegalArgumentException that names every mistake of the scenario itself
     */
    public void run() {
        List<Expectation> expectations = newExpectations();
        Violation.Collector all = new Violation.Collector();
        all.addAll(problems.violations());
        long end = endMillis;
        if (end < 0) {
            end = Math.max(
                    latestMillis(expectations),
                    steps.stream().mapToLong(OpenRun.Step::atMillis).max().orElse(0));
        }
        addLateOnes(all, expectations, end);
        for (OpenRun.Step step : steps) {
            all.require(
                    step.atMillis() <= end,
                    "at must not lie beyond the end",
                    "at",
                    ScenarioTime.text(step.atMillis()) + ", end=" + ScenarioTime.text(end));
        }
        all.require(
                startEpochMillis <= Long.MAX_VALUE - end,
                "the clock must not pass the end of time",
                "startsAt",
                startEpochMillis + ", end=" + ScenarioTime.text(end));
        requireSome(all, expectations.size());
        all.require(
                givesValues || metrics.isEmpty() || !all.violations().isEmpty(),
                "scenario must give a load, or a metric a value or a failure",
                "metrics",
                drive.metrics());
        all.throwIfAny();
        Verdict verdict = new Verdict(expectations, replicas, replicas);
        List<OpenRun.Step> inOrder = new ArrayList<>(steps);
        inOrder.sort(Comparator.comparingLong(OpenRun.Step::atMillis));
        new OpenRun<>(drive, startEpochMillis, replicas, everyMillis, startupMillis, verdict).run(inOrder, end);
        verdict.check("");
    }

    /** {@return what is played} */
    @Override
    public String toString() {
        return "OpenScenario[metrics=" + drive.metrics() + ", replicas=" + replicas + ", steps=" + steps.size() + ']';
    }
}
