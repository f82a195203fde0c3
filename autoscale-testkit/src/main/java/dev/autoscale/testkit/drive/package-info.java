/** How engines are driven, whoever drives them: scenarios, the simulator, replays. Not exported. */
@NullMarked
package dev.autoscale.testkit.drive;

import org.jspecify.annotations.NullMarked;
