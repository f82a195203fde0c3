/**
 * Decisions as events of the JDK's Flight Recorder: the only package of the library that needs the module {@code jdk.jfr}.
 */
@NullMarked
package dev.autoscale.jfr;

import org.jspecify.annotations.NullMarked;
