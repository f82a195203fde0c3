package example.consumer;

import dev.autoscale.testkit.file.LoadedPolicy;
import dev.autoscale.testkit.file.PolicyFileException;

/** Reads a policy file, and a manifest, which only a parser of YAML can read. */
public final class Policies {
    private Policies() {}

    public static void main(String[] args) {
        LoadedPolicy policy = LoadedPolicy.parse("p.properties", "maxReplicas=4\nmetrics.queue.averageValue=5\n");
        System.out.println(policy.spec().orElseThrow().maxReplicas());
        for (int i = 0; i < 2; i++) {
            try {
                System.out.println(LoadedPolicy.parse("web.yaml", "kind: HorizontalPodAutoscaler\n"));
            } catch (PolicyFileException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
