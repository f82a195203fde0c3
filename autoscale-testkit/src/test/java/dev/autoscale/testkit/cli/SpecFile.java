package dev.autoscale.testkit.cli;

import java.nio.file.Path;

/** Reads policy files of the library's main engine. */
final class SpecFile {
    private SpecFile() {}

    static Policy read(Path path) {
        return (Policy) PolicyFile.read(path);
    }
}
