/** What a policy is likely to get wrong, told before it runs. */
package dev.autoscale.testkit.lint;
