package dev.autoscale.testkit.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.cli.text.TextFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Contrast as WCAG 2.1 measures it: 4.5 for text, 3 for lines. */
class ReportColorsTest {
    private static final Pattern BLOCK = Pattern.compile("color-scheme: (light|dark);([^}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("--(\\w+): #([0-9a-f]{3}|[0-9a-f]{6});");

    @Test
    void text_and_lines_can_be_read_on_every_paper() {
        Matcher blocks = BLOCK.matcher(TextFiles.resource(ReportPage.class, "report.css"));
        int count = 0;
        while (blocks.find()) {
            count++;
            Map<String, String> colors = colors(blocks.group(2));
            for (String paper : List.of("paper", "raised", "chosen")) {
                for (String text : List.of("ink", "muted")) {
                    assertThat(contrast(colors, text, paper))
                            .as("%s on %s %s", text, blocks.group(1), paper)
                            .isFinite()
                            .isGreaterThan(4.5);
                }
            }
            for (String line : List.of("p0", "p1", "p2", "p3", "p4", "p5", "load", "bad", "demand", "focus")) {
                assertThat(contrast(colors, line, "paper"))
                        .as("%s on %s", line, blocks.group(1))
                        .isFinite()
                        .isGreaterThan(3);
            }
        }
        assertThat(count).as("light, dark by preference, dark by choice").isEqualTo(3);
    }

    @Test
    void dark_is_the_same_by_preference_and_by_choice() {
        Matcher blocks = BLOCK.matcher(TextFiles.resource(ReportPage.class, "report.css"));
        List<Map<String, String>> dark = blocks.results()
                .filter(block -> block.group(1).equals("dark"))
                .map(block -> colors(block.group(2)))
                .toList();
        assertThat(dark.get(0)).isNotEmpty().isEqualTo(dark.get(1));
    }

    private static Map<String, String> colors(String block) {
        Map<String, String> colors = new HashMap<>();
        Matcher variables = VARIABLE.matcher(block);
        while (variables.find()) {
            String hex = variables.group(2);
            colors.put(variables.group(1), hex.length() == 6 ? hex : hex.replaceAll("(.)", "$1$1"));
        }
        return colors;
    }

    private static double contrast(Map<String, String> colors, String one, String other) {
        double a = luminance(Objects.requireNonNull(colors.get(one), one)) + 0.05;
        double b = luminance(Objects.requireNonNull(colors.get(other), other)) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(String hex) {
        int rgb = Integer.parseInt(hex, 16);
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear((rgb >> 8) & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.03928 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
