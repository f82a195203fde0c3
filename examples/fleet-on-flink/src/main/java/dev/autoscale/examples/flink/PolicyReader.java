package dev.autoscale.examples.flink;

import java.io.Serializable;

/** Reads the text of a {@link PolicyUpdate}: a manifest, a row of a database, whatever your policies are kept in. */
@FunctionalInterface
public interface PolicyReader extends Serializable {
    /**
     * The engine of a policy.
     *
     * @throws IllegalArgumentException if the text is no policy; what held before then goes on to hold
     */
    PolicyEngine read(String text);
}
