import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** DynamoDB Local for this machine alone: by itself it listens to the whole network, and asks nobody who they are. */
class OnLoopback {
    public static void main(String[] arguments) throws Exception {
        DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(arguments);
        var field = DynamoDBProxyServer.class.getDeclaredField("server");
        field.setAccessible(true);
        var connectors = ((Server) field.get(proxy)).getConnectors();
        ((ServerConnector) connectors[0]).setHost("127.0.0.1");
        proxy.safeStart(); // start() would also tell Amazon
        proxy.join();
    }
}
