/**
 * The autoscaler of Flink, as it decides the parallelism of a job's vertices: rates, limits, alignment to key groups or partitions, the
 * wait of scale-downs, and the whole job.
 *
 * <pre>
 * rates ──▶ factor ──▶ limits ──▶ alignment ──▶ up:   has the last growth helped?  ──┐
 *                                              down: the largest of an interval   ──┴──▶ is a vertex outside its bounds? ──▶ all of them
 * </pre>
 *
 * <pre>{@code
 * FlinkJob job = new FlinkJob(FlinkSettings.builder().build(), 1);
 * job.vertex(0).parallelism(4).maxParallelism(128).hashInput(true).trueProcessingRate(400).targetDataRate(500);
 * System.out.println(job.decide(0)); // true
 * System.out.println(job.decision(0).parallelism()); // 8
 * }</pre>
 *
 * @see dev.autoscale.policies.flink.FlinkSettings
 */
@NullMarked
package dev.autoscale.policies.flink;

import org.jspecify.annotations.NullMarked;
