/** Reads manifests as people keep them: YAML and JSON, several documents in a file. */
@NullMarked
package dev.autoscale.testkit.cli.manifest;

import org.jspecify.annotations.NullMarked;
