package dev.autoscale.testkit;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.testkit.lint.Lint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What users can name: the public types of the exported packages of core, policies and testkit, nested ones included. */
final class ExportedTypes {
    private ExportedTypes() {}

    static List<Class<?>> all() {
        return Stream.of(AutoscalerSpec.class, ScaledObject.class, Lint.class)
                .flatMap(type -> besides(type).stream())
                .toList();
    }

    /** The name as it is written in the language, without the package. */
    static String name(Class<?> type) {
        return type.getCanonicalName().substring(type.getPackageName().length() + 1);
    }

    private static List<Class<?>> besides(Class<?> one) {
        try {
            Path place = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            ModuleReference module = ModuleFinder.of(place).findAll().iterator().next();
            Set<String> exported = module.descriptor().exports().stream()
                    .filter(exports -> !exports.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toSet());
            try (ModuleReader reader = module.open()) {
                return reader.list()
                        .filter(file -> file.endsWith(".class"))
                        .map(file -> file.replace('/', '.').replaceFirst("\\.class$", ""))
                        .filter(name -> exported.contains(name.substring(0, Math.max(0, name.lastIndexOf('.')))))
                        .filter(name -> !name.endsWith("package-info"))
                        .<Class<?>>map(name -> load(name, one.getClassLoader()))
                        .filter(ExportedTypes::isVisible)
                        .sorted((a, b) -> a.getName().compareTo(b.getName()))
                        .toList();
            }
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        return type.getCanonicalName() != null
                && Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }
}
