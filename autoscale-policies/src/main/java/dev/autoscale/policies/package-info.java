/** The shapes of Kubernetes, KEDA and Knative, schedules, and further policies. */
package dev.autoscale.policies;
