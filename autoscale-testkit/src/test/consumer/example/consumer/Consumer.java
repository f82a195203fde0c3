package example.consumer;

import dev.autoscale.SelectPolicy;

/** A stranger's program: knows the published jars only. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) {
        System.out.println("select=" + SelectPolicy.MAX);
        System.out.println("module=" + SelectPolicy.class.getModule().getName());
    }
}
