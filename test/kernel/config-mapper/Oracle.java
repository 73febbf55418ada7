import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.wso2.config.mapper.ConfigParser;
import org.wso2.config.mapper.model.Context;

/**
 * Asks the product's own config-mapper. Argument: a folder in which each line of standard input names a case, and after a
 * tab the folder of its JSON files and templates: NAME.toml is rendered into NAME/, NAME.json tells the flat map or the error.
 */
public final class Oracle {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (BufferedReader cases = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = cases.readLine(); line != null; line = cases.readLine()) {
                String name = line.substring(0, line.indexOf('\t'));
                String resources = line.substring(name.length() + 1);
                StringBuilder answer = new StringBuilder();
                try {
                    Path output = Files.createDirectories(folder.resolve(name));
                    String toml = folder.resolve(name + ".toml").toString();
                    // Older mappers do not know this property: they render here, and again below.
                    System.setProperty("configParseOnly", "true");
                    ConfigParser.parse(toml, resources, output.toString());
                    answer.append("{\"data\":").append(parsedConfigs());
                    System.clearProperty("configParseOnly");
                    ConfigParser.parse(toml, resources, output.toString());
                } catch (Throwable problem) {
                    answer.setLength(0);
                    answer.append("{\"error\":");
                    quote(problem.toString(), answer);
                }
                Files.writeString(folder.resolve(name + ".json"), answer.append('}'));
            }
        }
    }

    /** The flat map as it is before rendering, which puts keys of its own into the tables that it holds. */
    private static CharSequence parsedConfigs() throws Throwable {
        try {
            return printed((Map<?, ?>) ConfigParser.class.getMethod("getParsedConfigs").invoke(null));
        } catch (NoSuchMethodException older) {
            Method parse = ConfigParser.class.getDeclaredMethod("parse", Context.class);
            parse.setAccessible(true);
            WatchedContext context = new WatchedContext();
            try {
                parse.invoke(null, context);
            } catch (InvocationTargetException problem) {
                throw problem.getCause();
            }
            return context.beforeRendering;
        }
    }

    /** Older mappers fill the context that their inner method is given, and render it in the same breath. */
    private static final class WatchedContext extends Context {
        private CharSequence beforeRendering;

        @Override
        public Map<String, Object> getTemplateData() {
            Map<String, Object> data = super.getTemplateData();
            if (beforeRendering == null && StackWalker.getInstance().walk(WatchedContext::isRendering)) {
                beforeRendering = printed(data);
            }
            return data;
        }

        private static boolean isRendering(Stream<StackWalker.StackFrame> frames) {
            return frames.skip(1).findFirst().get().getClassName().endsWith(".JinjaParser");
        }
    }

    private static CharSequence printed(Map<?, ?> data) {
        StringBuilder out = new StringBuilder();
        print(data, out);
        return out;
    }

    /** Maps become lists of pairs, to keep their order; what JSON could not tell apart becomes an object naming its type. */
    private static void print(Object value, StringBuilder out) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof String) {
            quote((String) value, out);
        } else if (value instanceof List) {
            String separator = "[";
            for (Object item : (List<?>) value) {
                out.append(separator);
                print(item, out);
                separator = ",";
            }
            out.append(separator.equals("[") ? "[]" : "]");
        } else if (value instanceof Map) {
            out.append("{\"map\":[");
            String separator = "";
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                out.append(separator).append('[');
                quote((String) entry.getKey(), out);
                out.append(',');
                print(entry.getValue(), out);
                out.append(']');
                separator = ",";
            }
            out.append("]}");
        } else {
            String type = value instanceof Long || value instanceof Integer ? "integer"
                    : value instanceof Double ? "double" : "date";
            out.append("{\"").append(type).append("\":");
            quote(value.toString(), out);
            out.append('}');
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (char character : text.toCharArray()) {
            if (character < ' ' || character > '~' || character == '"' || character == '\\') {
                out.append(String.format("\\u%04x", (int) character));
            } else {
                out.append(character);
            }
        }
        out.append('"');
    }
}
