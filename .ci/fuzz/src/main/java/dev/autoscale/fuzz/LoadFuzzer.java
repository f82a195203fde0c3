package dev.autoscale.fuzz;

import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;

/** Loads as text: refused with {@link IllegalArgumentException}, or arrivals in order, under a name that is read as the same load. */
public final class LoadFuzzer {
    private LoadFuzzer() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = Texts.of(data);
        boolean hasFiles = !Loads.files(text).isEmpty();
        Load load;
        try {
            load = Loads.parse(text);
        } catch (IllegalArgumentException e) {
            Texts.checkMessage(e);
            return;
        }
        String name = load.name();
        Texts.check(Loads.parse(name).name().equals(name), "the name must be read as the same load", name);
        if (!hasFiles) {
            TraceFuzzer.read(load);
        }
    }
}
