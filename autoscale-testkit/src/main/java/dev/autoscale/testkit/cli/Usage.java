package dev.autoscale.testkit.cli;

import dev.autoscale.testkit.text.LoadGrammar;
import java.io.PrintStream;

/** What {@code help} prints. */
final class Usage {
    private static final String TEXT = """
            usage: java -jar autoscale.jar <verb> ...

            replay --policy FILE --metrics CSV [options]
                Runs a policy over recorded series; prints the changes with their reasons, and a summary.
                --every 15s            time between decisions (default 15s, of Knative 2s)
                --map COLUMN=METRIC    feeds a metric from a column of another name (repeatable);
                                       COLUMN=replicas names the column of recorded replicas
                --from T, --to T       part of the recording: a time as in the file, or since its start (30m)
                --initial N            replicas before the first decision (default: as recorded, else
                                       minReplicas, at least 1)
                --all                  prints every decision, not only changes
                --lines N              most changes to print (default 100, 0: all)
                --svg FILE             draws metrics and replicas over time
                --csv FILE             writes a row per decision

            simulate --policy FILE --load LOAD | --trace CSV [options]
                Runs a policy in a closed loop: its replicas serve what arrives, and so change what is measured.
                Prints the changes with their reasons, and scores next to an oracle's and a fixed size's.
                --lines N              most changes to print (default 100, 0: all)
                --explain              with every step of each decision

            compare --policy FILE --policy FILE ... --load LOAD | --trace CSV [options]
                The same load for several policies: scores, differences to the first, how much of them may be luck.
                --baseline FILE        the policy that the others are compared with (default: the first)

            sweep --policy FILE --try 'KEY=V1,V2,V3' --load LOAD | --trace CSV [options]
                Tries values of keys of the policy file over the same load: which settings are worth their cost, and
                which to take.
                --try KEY=VALUES       a key and its values (repeatable; every combination is tried): V1,V2,V3, or
                                       'V1; V2' if they have commas, 2..8/1 in steps, 15s..240s*2 in factors
                --samples N            tries N of the combinations, drawn by --seed
                --goal 99              percent of arrivals that are to meet the SLO
                --all                  prints dominated settings, too
                --svg FILE             draws cost and SLO of all settings
                --csv FILE             writes a row per setting

            Options of simulate, compare and sweep:
                --trace CSV            rows of arrival_ms,service_ms; or of t_ms,value with --service exp 2s
                --scale 0.5            fewer or more arrivals
                --concurrency 5        arrivals that a replica serves at a time (default 1)
                --startup 60s, --scheduling 5s       until a placed replica is ready, until it is placed (default 0s)
                --serving shared | per-replica | cpu one queue for all, a queue each, or a CPU that arrivals share
                --drain 30s            how long a replica that goes may finish what it has
                --interrupted retried | resumed | failed   what becomes of the rest
                --initial N, --capacity N, --queue-limit N replicas at first, room for replicas, most that wait
                --memory 30,5          a replica's memory in percent, and percent more for each arrival
                --every 15s, --scrape 15s, --metric-delay 1s   of decisions, of scrapes, until a scrape arrives
                --slo 2s, --slo-share 99, --slo-on-wait        from arrival to end, or until it is served
                --seed 1, --seeds 5    several seeds also draw when in their intervals decisions and scrapes begin
                --duration 2h, --slot 15s, --start T           until when; slots of the demand; for schedules
                --map METRIC=SIGNAL    what feeds a metric (repeatable): in-system, queued, in-service, concurrency,
                                       arrival-rate, oldest-wait, cpu, memory, or a number for what is not simulated
                --fault 'crash at 10m 1'   what goes wrong (repeatable): crash, rollout and controller-restart at a
                                       time; others 'at 10m for 5m': metrics-missing, metrics-failing,
                                       metrics-frozen, metrics-late 30s, controller-down, clock-behind 30s,
                                       scale-fails, capacity 3, starts-slowly 300 (percent)
                --csv FILE             writes a row per policy and seed
                --html FILE            writes a page with charts and the changes of every policy (first seed)

            explain --policy FILE --current N [--at T] metric=value ...
                Takes one decision and explains it. A value of none or NaN is a failed metric. Values of
                Resource and Pods metrics are averages over the current replicas. A policy with windows of
                time needs a time: milliseconds or ISO-8601, UTC.

            lint --policy FILE [--policy FILE ...] [options]
                Tells what a policy is likely to get wrong, and what to write instead. Nothing of the workload need
                be known; what is known lets it check more:
                --startup 60s          how long a new replica takes until it works
                --initialization 90s   how long a new replica's samples show its own start
                --work-time 10m        how long one piece of work takes at most
                --sample-interval 30s  the time between two samples of a metric
                --rise 5m              in what time the load rises from its mean to its peak
                --capacity-per-replica X, --concurrency N
                                       what a replica can bear, in the metric's unit (one of the two)
                --peak-load X, --mean-load X
                                       of all replicas together, in the metric's unit
                --trace CSV | --load LOAD, with --scale, --service, --seed as for simulate: peak and mean load from
                                       what arrives, for a metric that counts arrivals at work
                --waiting METRIC       a metric that counts only work that waits (repeatable; KEDA's queues are known)
                --every 15s            time between decisions

            conform FILE|FOLDER ...
                Compares with recorded decisions of upstream systems; the kind of a file follows from its
                folder's and its own name (hpa/validation.tsv), or from --kind KIND before it.

            help keys
                Lists every key of a policy file: an example, how its value is written, and what it sets.

            Policy file: properties, as an HPA (maxReplicas, metrics.<id>.averageValue, behavior.scaleUp.policies, ...), a
            KEDA ScaledObject (keda., triggers.<name>.), a serverless endpoint (serverless.), a Flyte app (flyte.) or an
            AWS target tracking policy (targetTracking.), with schedule.<name>., activation., metrics.<id>.type = signal,
            ratio, steps, watermark, backlog or queueDelay, and more in all of these; or, alone, a revision of Knative
            (knative.). Without behavior keys an HPA scales as Kubernetes does without behavior. A serverless endpoint's
            metrics are requests and, with a delay, oldest_wait (seconds). A revision's metric is the load of all of it;
            explain takes panic=value, too.

            Metrics file (CSV): # comments, a header, a time column (t_ms, time, timestamp, ...: milliseconds or
            ISO-8601, UTC) and a column per metric, trigger, source or signal, under its id; cron needs none. A value
            holds until the next row; an empty cell is a failed sample. Averages, utilizations and values need a
            column of the replicas of that time.

            LOADS

            Exit status: 0 good; 1 a recorded decision differs, or lint found an error or a warning; 2 bad input
            (nothing is written then).
            """;

    private Usage() {}

    static void print(PrintStream out) {
        out.print(TEXT.replace("LOADS\n", LoadGrammar.TEXT));
    }
}
