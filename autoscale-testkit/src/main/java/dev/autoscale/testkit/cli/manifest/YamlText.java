package dev.autoscale.testkit.cli.manifest;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/** Writes documents as YAML that a cluster reads as what they are: a text that YAML 1.1 takes for something else gets quotes. */
public final class YamlText {
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setDereferenceAliases(true)
            .setSplitLines(false)
            .setSchema(new ClusterSchema())
            .build();

    /** What plain scalars are, for whoever decides which texts need quotes. */
    private static final class ClusterSchema implements Schema {
        @Override
        public ScalarResolver getScalarResolver() {
            return (plain, isImplicit) -> isImplicit ? tag(YamlScalar.of(plain).value()) : Tag.STR;
        }

        private static Tag tag(@Nullable Object value) {
            if (value == null) {
                return Tag.NULL;
            }
            return value instanceof Boolean
                    ? Tag.BOOL
                    : value instanceof Double ? Tag.FLOAT : value instanceof Number ? Tag.INT : Tag.STR;
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of();
        }
    }

    private YamlText() {}

    /** A document of maps, lists, texts, numbers and booleans. */
    public static String of(Map<String, ?> document) {
        return new Dump(SETTINGS).dumpToString(document);
    }
}
