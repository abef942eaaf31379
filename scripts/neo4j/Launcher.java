import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;

/**
 * Runs Neo4j for scripts/neo4j-server: Bolt on a free port of the loopback interface, nothing else.
 *
 * <p>{@code java Launcher.java STATE}: data go to STATE/home, the password is read from STATE/password, and
 * STATE/uri appears when the server answers.
 */
public class Launcher {
    private static final String HOST = "127.0.0.1";

    public static void main(String[] arguments) throws Exception {
        Path state = Path.of(arguments[0]);
        Path home = Files.createDirectories(state.resolve("home"));
        Path secured = state.resolve("secured");
        if (!Files.exists(secured)) {
            // Without Bolt, so that nobody can come in by the password that every new database has.
            DatabaseManagementService service = builder(home).build();
            service.database("system")
                    .executeTransactionally(
                            "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
                            Map.of("password", Files.readString(state.resolve("password")).strip()));
            service.shutdown();
            Files.createFile(secured);
        }
        SocketAddress address = new SocketAddress(HOST, freePort());
        DatabaseManagementService service = builder(home)
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, address)
                .setConfig(BoltConnector.advertised_address, address)
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
        Path written = Files.writeString(state.resolve("uri.new"), "neo4j://" + address + "\n");
        Files.move(written, state.resolve("uri"), StandardCopyOption.ATOMIC_MOVE);
        Thread.currentThread().join();
    }

    private static DatabaseManagementServiceBuilder builder(Path home) {
        return new DatabaseManagementServiceBuilder(home)
                .setConfig(GraphDatabaseSettings.auth_enabled, true)
                .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(64));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }
}
