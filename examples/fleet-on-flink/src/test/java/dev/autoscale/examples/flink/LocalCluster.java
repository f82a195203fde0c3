package dev.autoscale.examples.flink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster within this process: two task managers with a slot each, state on the heap, checkpoints in a folder. */
final class LocalCluster implements AutoCloseable {
    private static final int TASK_MANAGERS = 2;
    private static final int ATTEMPTS = 50;

    private final Configuration configuration = new Configuration();
    private final MiniCluster cluster;

    LocalCluster(Path checkpoints) throws Exception {
        configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        configuration.set(PipelineOptions.GENERIC_TYPES, false); // no type may fall back to Kryo unnoticed
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(20));
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(TASK_MANAGERS)
                .setNumSlotsPerTaskManager(1)
                .withRandomPorts()
                .build());
        cluster.start();
    }

    /** Where to build a job for this cluster; it checkpoints only when it is told to. */
    StreamExecutionEnvironment newEnvironment() {
        var environment = new StreamExecutionEnvironment(configuration);
        environment.setParallelism(TASK_MANAGERS);
        // With checkpoints enabled at all, so that a restart begins with the last one and not with nothing.
        environment.enableCheckpointing(Duration.ofDays(1).toMillis());
        return environment;
    }

    JobID submit(StreamExecutionEnvironment environment) throws Exception {
        return cluster.submitJob(environment.getStreamGraph().getJobGraph())
                .get(60, TimeUnit.SECONDS)
                .getJobID();
    }

    /** Takes a checkpoint, and says how large it was and how long it took. */
    CompletedCheckpointStats checkpoint(JobID job) {
        try {
            return tryCheckpoint(job);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletedCheckpointStats tryCheckpoint(JobID job) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                cluster.triggerCheckpoint(job).get(600, TimeUnit.SECONDS);
                break;
            } catch (ExecutionException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(100); // declined, because a source that has ended is just going away
            }
        }
        return cluster.getExecutionGraph(job)
                .get(60, TimeUnit.SECONDS)
                .getCheckpointStatsSnapshot()
                .getHistory()
                .getLatestCompletedCheckpoint();
    }

    /** Ends a task manager with all that it holds in memory, and starts another one. */
    void killTaskManager() throws Exception {
        cluster.terminateTaskManager(0).get(60, TimeUnit.SECONDS);
        cluster.startTaskManager();
    }

    /** Waits until a job has ended, and fails if the job did. */
    void await(JobID job, Duration longest) throws Exception {
        var ended = cluster.requestJobResult(job);
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            try {
                ended.get(2, TimeUnit.SECONDS).toJobExecutionResult(getClass().getClassLoader());
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                // A job ends with a last checkpoint. If that is declined, Flink would wait for the next regular one.
                cluster.triggerCheckpoint(job);
            }
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
