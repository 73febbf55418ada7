import java.nio.file.Files;
import java.nio.file.Path;
import org.wso2.config.mapper.ConfigParser;

/** Has the product's own config-mapper generate its files. Arguments: deployment.toml, JSON files and templates, output. */
public final class Render {
    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(Path.of(arguments[2]));
        ConfigParser.parse(arguments[0], arguments[1], arguments[2]);
    }
}
