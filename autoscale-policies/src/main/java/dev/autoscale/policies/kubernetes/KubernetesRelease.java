package dev.autoscale.policies.kubernetes;

/**
 * A release of Kubernetes, as far as it changes which specs an API server accepts and what its controller makes of them. Immutable
 * and thread-safe. Source: release notes and enhancement proposals; the recorded vectors are of 1.36.
 */
public enum KubernetesRelease {
    /** 1.36 and earlier: {@code HPAScaleToZero} is off by default, so {@code minReplicas} is at least 1. */
    V1_36(false),
    /**
     * 1.37: {@code HPAScaleToZero} is on by default, in the API server and in the controller, so {@code minReplicas} may be 0 with an
     * Object or External metric. The tolerances of a behavior count always; those of earlier releases count here too.
     */
    V1_37(true);

    private final boolean scalesToZero;

    KubernetesRelease(boolean scalesToZero) {
        this.scalesToZero = scalesToZero;
    }

    /** {@return whether the feature gate {@code HPAScaleToZero} is on by default} */
    public boolean scalesToZero() {
        return scalesToZero;
    }
}
