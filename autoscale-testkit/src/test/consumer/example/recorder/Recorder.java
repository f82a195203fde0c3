package example.recorder;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.jfr.DecisionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A stranger's program that records a decision and reads it back. */
public final class Recorder {
    private Recorder() {}

    public static void main(String[] args) throws IOException {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
                .metric(MetricSpec.external("queue").averageValue(5))
                .build();
        Decision out = spec.newDecision();
        spec.newAutoscaler().decide(spec.newObservation().at(0).replicas(3).value(0, 30), out);
        Path file = Files.createTempFile("decisions", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(DecisionEvent.class);
            recording.start();
            DecisionEvent.record("workers", out);
            recording.stop();
            recording.dump(file);
        }
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            System.out.println(event.getString("workload") + " " + event.getInt("currentReplicas") + " -> "
                    + event.getInt("replicas") + " by " + event.getString("decidingMetric"));
        }
        Files.delete(file);
    }
}
