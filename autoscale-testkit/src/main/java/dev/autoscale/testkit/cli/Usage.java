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
                Prints the changes with their reasons, and scores beside an oracle's and a fixed size's.
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

            Policy file (properties), as an HPA:
                minReplicas=1
                maxReplicas=10
                metrics.<id>.averageUtilization | averageValue | value = target
                metrics.<id>.type = Resource | ContainerResource | Pods | Object | External
                                    (default Resource for the ids cpu and memory, else External)
                metrics.<id>.name, .container, .selector, .maxAge (90s)
                behavior.scaleUp.policies = Percent 100 15, Pods 4 15     (type, amount, seconds)
                behavior.scaleUp.stabilizationWindowSeconds, .selectPolicy (Max, Min, Disabled), .tolerance
                behavior.scaleUp.sustainedFor (2m), .sustainedIn (3 of 5), .cooldown, .cooldownAfterAny, .gain (0.5)
                behavior.scaleDown. ...
                controller.tolerance, .downscaleStabilization, .cpuInitializationPeriod,
                controller.initialReadinessDelay, .legacyScaleUpFactor
                Without behavior keys the policy scales as Kubernetes does without behavior.

            Or as a KEDA ScaledObject, with behavior and controller keys as above:
                keda.minReplicaCount, .maxReplicaCount, .idleReplicaCount,
                keda.pollingInterval, .cooldownPeriod, .initialCooldownPeriod,
                keda.fallback.failureThreshold, .replicas, .behavior
                triggers.<name>.type = queue | prometheus | cron | workload | cpu | memory
                triggers.<name>.targetQueueSize, .activationTargetQueueSize         of a queue
                triggers.<name>.threshold, .activationThreshold                     of prometheus
                triggers.<name>.timezone, .start, .end, .desiredReplicas            of cron
                triggers.<name>.value (with .activationValue for a workload)        of workload, cpu, memory

            Or as a serverless endpoint, a Flyte app or an AWS target tracking policy:
                serverless.maxWorkers, .minWorkers (0), .idleTimeout (5s), .initializationTime, .prewarmedWorkers
                serverless.requestCount | .queueDelay (4s), or serverless.profile = lowCost | balanced |
                    highPerformance; its metrics are requests and, with a delay, oldest_wait (seconds)
                flyte.replicas = 2 | 0, 5; flyte.concurrency | .requestRate; .scaledownAfter (5m)
                targetTracking.metric, .target, .minCapacity (1), .maxCapacity, .scaleOutCooldown (5m),
                    .scaleInCooldown (5m), .disableScaleIn, .alarmsAfter.out (3m), .alarmsAfter.in (15m),
                    .instanceWarmup

            And in all of these:
                activation.cooldown (5m), .initialCooldown, .idleReplicas           to zero and back; without what
                activation.idleTtl, .landingReplicas, .zeroDelay                    KEDA and others have keys for
                combination = max | min | sum | average | votes(1, all)
                flapBudget.per (10m), .replicas, .reversals, .shrinkOnly (false)    of changes within a period
                alignment.multiplesOf | alignment.divisorsOf                        which counts are allowed
                capacityBackoff.first, .longest; rolloutHold (false)                for a controller, not a replay
                metrics.<id>.activation, .onlyWhile (another id)
                metrics.<id>.lookBack (mean | max | min, 30s), .warmUp (of pods)
                metrics.<id>.fallback.failures, .replicas,
                metrics.<id>.fallback.behavior = static | currentReplicas | currentReplicasIfHigher | ...IfLower
                metrics.<id>.type = ratio, with .workload, .times, .dividedBy, .plus, .atLeast, .atMost, .rounding
                metrics.<id>.type = signal: a value that only gates and sources look at
                metrics.<id>.type = steps, with .steps = below 30: -1, 60 to 80: +10 %, from 80: +30 % min 2,
                                    from 95: exactly 20
                metrics.<id>.type = watermark, with .low, .high, .of (average | total), .tolerance, .towards, .by
                metrics.<id>.type = backlog, with .perReplica, or .drainWithin (5m), .ratePerReplica or
                                    .ratePerReplicaFrom, .arrivalRateFrom, .ratesPer (1s); .mostAddedPerDecision
                metrics.<id>.type = queueDelay, with .longerThan (4s), .step, .requestsFrom, .requestsPerWorker,
                                    .headroom, .abstainWhileInTime
                schedule.<name>.type = floor | ceiling | fixed | forbidScaleDown | forbidScaleUp
                schedule.<name>.start (cron), and .end (cron) or .duration; .timezone (UTC)
                schedule.<name>.replicas, .rank (0), .lead (15m), .atOnce (false)

            Or as a revision of Knative, alone:
                knative.metric = concurrency | rps, .class, .metric-aggregation-algorithm,
                knative.min-scale, .max-scale, .initial-scale, .activation-scale, .containerConcurrency,
                knative.target, .target-utilization-percentage, .target-burst-capacity, .window,
                knative.panic-window-percentage, .panic-threshold-percentage, .scale-down-delay,
                knative.scale-to-zero-pod-retention-period, .progress-deadline
                knative.config.stable-window, .scale-down-delay, .panic-window-percentage,
                knative.config.panic-threshold-percentage, .max-scale-up-rate, .max-scale-down-rate,
                knative.config.container-concurrency-target-percentage, .container-concurrency-target-default,
                knative.config.requests-per-second-target-default, .target-burst-capacity, .activator-capacity,
                knative.config.min-scale, .max-scale, .max-scale-limit, .initial-scale,
                knative.config.allow-zero-initial-scale, .enable-scale-to-zero, .scale-to-zero-grace-period,
                knative.config.scale-to-zero-pod-retention-period, .pod-autoscaler-class
                The metric is the load of the whole revision; explain takes panic=value, too.

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
