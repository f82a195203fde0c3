package dev.autoscale;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an immutable type, or a single method: it answers with a new value and changes nothing, so a call whose result is
 * discarded does nothing at all.
 *
 * <pre>{@code
 * ScalingRules rules = ScalingRules.rules();
 * rules.cooldown(Duration.ofMinutes(5));         // Error Prone: the result of this call must be used
 * rules = rules.cooldown(Duration.ofMinutes(5)); // right
 * }</pre>
 *
 * <p>Error Prone goes by the simple name of this annotation, so that its check {@code CheckReturnValue}, an error unless it is
 * configured otherwise, holds in every build that uses Error Prone, without a dependency. Without Error Prone the annotation
 * has no effect; it is in class files only, and not there at run time. On a type it counts for the constructors and
 * all methods, nested types included. Builders, whose setters change and return themselves, do not carry it.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface CheckReturnValue {}
