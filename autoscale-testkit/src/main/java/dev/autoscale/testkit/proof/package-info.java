/**
 * For those who write an engine, a policy or a source of their own: proofs that a snapshot loses nothing, that a preview changes
 * nothing, that no recheck comes too late and that no decision allocates, and the random specs and lives they are given.
 *
 * <pre>
 * RandomSpec ──▶ spec ──▶ RandomLife (what is measured, and what becomes of the answers)
 *                               │
 *                               ▼
 *    SnapshotEquivalence, PreviewPurity, RecheckTimeliness, ZeroAllocation, ReplicaSourceContract
 *                               │
 *                               ▼
 *    SeededProperty: many seeds; a failure is a file that can be replayed
 * </pre>
 *
 * <pre>{@code
 * AutoscalerSpec spec = RandomSpec.everything(7).spec();
 * SnapshotEquivalence.check(spec::newAutoscaler, RandomLife.of(spec, 7), 100); // throws where a restart would be noticed
 * PreviewPurity.check(spec.newAutoscaler(), RandomLife.of(spec, 7), 100);
 * }</pre>
 *
 * @see SnapshotEquivalence
 * @see dev.autoscale.ReplicaSource
 */
@NullMarked
package dev.autoscale.testkit.proof;

import org.jspecify.annotations.NullMarked;
