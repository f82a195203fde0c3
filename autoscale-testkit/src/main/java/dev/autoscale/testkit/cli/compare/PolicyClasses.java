package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Policies that are Java classes: {@code --policy class:com.example.MyPolicy}, with {@code --class-path}. Not thread-safe. */
public final class PolicyClasses {
    private static final String PREFIX = "class:";
    private static final String CLASS_PATH = "--class-path";

    private final ClassLoader loader;

    /** Reads the class path; it is the command line's own without an option. */
    public PolicyClasses(Options options) {
        String text = options.value(CLASS_PATH);
        loader = text == null
                ? PolicyClasses.class.getClassLoader()
                : new URLClassLoader(urls(text), PolicyClasses.class.getClassLoader());
    }

    public static boolean isClass(String policy) {
        return policy.startsWith(PREFIX);
    }

    private static URL[] urls(String classPath) {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (entry.isEmpty() || !Files.exists(path)) {
                throw new BadInput("must be directories and jars, with '" + File.pathSeparator
                        + "' in between; no such file: " + CLASS_PATH + ' ' + entry);
            }
            try {
                urls.add(path.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new BadInput("must be a path: " + CLASS_PATH + ' ' + entry);
            }
        }
        return urls.toArray(URL[]::new);
    }

    /** The class's name without its package. */
    public static String nameOf(String policy) {
        return policy.substring(1 + Math.max(policy.lastIndexOf('.'), PREFIX.length() - 1));
    }

    /**
     * Makes the policy.
     *
     * @param policy as it is written after the option
     */
    public ScalingPolicy read(String policy) {
        return read(policy, Map.of());
    }

    /**
     * Makes the policy with settings.
     *
     * @param values by key, which the constructor takes; if there are none, the one without parameters is called
     */
    public ScalingPolicy read(String policy, Map<String, String> values) {
        String name = policy.substring(PREFIX.length());
        try {
            Class<?> type = Class.forName(name, true, loader);
            require(
                    ScalingPolicy.class.isAssignableFrom(type),
                    "class must implement " + ScalingPolicy.class.getName(),
                    policy);
            int modifiers = type.getModifiers();
            require(
                    Modifier.isPublic(modifiers) && !Modifier.isAbstract(modifiers),
                    "class must be public and not abstract",
                    policy);
            return (ScalingPolicy)
                    (values.isEmpty()
                            ? type.getConstructor().newInstance()
                            : type.getConstructor(Map.class).newInstance(values));
        } catch (ClassNotFoundException e) {
            throw bad("class must be on the class path, which " + CLASS_PATH + " extends", policy);
        } catch (NoSuchMethodException e) {
            String parameters =
                    values.isEmpty() ? "without parameters" : "with one Map<String, String>, which --try needs";
            throw bad("class must have a public constructor " + parameters, policy);
        } catch (InvocationTargetException e) {
            throw bad("class must have a constructor that does not fail, which it does with " + e.getCause(), policy);
        } catch (LinkageError e) {
            throw bad("class must have what it needs on the class path, which lacks " + e.getMessage(), policy);
        } catch (ReflectiveOperationException e) {
            throw bad("class must be one that can be created, which fails with " + e, policy);
        }
    }

    private static void require(boolean holds, String rule, String policy) {
        if (!holds) {
            throw bad(rule, policy);
        }
    }

    private static BadInput bad(String rule, String policy) {
        return new BadInput(rule + ": --policy " + policy);
    }
}
