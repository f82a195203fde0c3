package dev.autoscale.examples.kubernetes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets a controller decide every period while this process leads, on a thread of its own. Thread-safe. */
final class Loop {
    private static final Logger LOG = System.getLogger(Loop.class.getName());

    private final Supplier<Controller> controllers;
    private final Duration period;
    private final Clock clock;
    private Run run;

    Loop(Supplier<Controller> controllers, Duration period, Clock clock) {
        this.controllers = controllers;
        this.period = period;
        this.clock = clock;
    }

    /** Begins with a new controller: while another process led, what an old one remembers has become wrong. */
    synchronized void start() {
        run = new Run();
        run.thread.scheduleAtFixedRate(run::reconcile, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Interrupts the decision that is under way, too: another process may lead already. */
    synchronized void stop() {
        if (run != null) {
            run.thread.shutdownNow();
            run = null;
        }
    }

    /** From the begin of leadership to its end. */
    private final class Run {
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private Controller controller;

        /** A scheduled task that throws is never run again, and nobody hears of it. */
        void reconcile() {
            try {
                if (controller == null) {
                    controller = controllers.get();
                }
                controller.reconcile(clock.millis());
            } catch (RuntimeException e) {
                if (!thread.isShutdown()) {
                    LOG.log(Level.ERROR, "a period was skipped", e);
                }
            }
        }
    }
}
