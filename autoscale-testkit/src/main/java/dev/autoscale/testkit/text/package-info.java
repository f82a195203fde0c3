/** Words, lengths of time and files as people write and read them, for the command line and for loads. Not exported. */
package dev.autoscale.testkit.text;
