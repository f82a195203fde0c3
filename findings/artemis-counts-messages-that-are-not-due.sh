#!/usr/bin/env bash
# Artemis counts a message for tomorrow in the depth of the queue today, ActiveMQ Classic does not.
#
# Guess: The depth that a scaler asks for is what waits for a consumer, in both brokers of ActiveMQ: a message that is
# scheduled for later comes into it when it is due, one that has expired leaves it when it expires.
# Instead: Artemis' message count has the scheduled one from the start (getScheduledCount() tells how many), so that
# workers are started for work that nobody may do yet. Classic keeps scheduled messages elsewhere. Both go on counting
# an expired message until somebody looks at it: a consumer, or the scan that runs every 30 seconds by default.
# Seen with: artemis-server 2.44.0, artemis-core-client 2.44.0, activemq-broker 6.2.4. The output seen is the text in
# `expected` below.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId>
  <artifactId>probe</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.activemq</groupId><artifactId>artemis-server</artifactId><version>2.44.0</version></dependency>
    <dependency><groupId>org.apache.activemq</groupId><artifactId>artemis-core-client</artifactId><version>2.44.0</version></dependency>
    <dependency><groupId>org.apache.activemq</groupId><artifactId>activemq-broker</artifactId><version>6.2.4</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import jakarta.jms.*;
import java.util.function.LongSupplier;
import org.apache.activemq.*;
import org.apache.activemq.artemis.api.core.*;
import org.apache.activemq.artemis.api.core.client.*;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.*;
import org.apache.activemq.broker.scheduler.memory.InMemoryJobSchedulerStore;
import org.apache.activemq.command.ActiveMQQueue;

class Probe {
    static final long HOUR_MILLIS = 3_600_000;

    interface Sender {
        void send(long delayMillis, long lifeMillis) throws Exception;
    }

    static void show(String broker, Sender sender, LongSupplier depth) throws Exception {
        sender.send(0, 0);
        System.out.println(broker + ", one message: " + settled(depth));
        sender.send(HOUR_MILLIS, 0);
        System.out.println(broker + ", one more that is due in an hour: " + settled(depth));
        sender.send(0, 1);
        System.out.println(broker + ", one more that has expired: " + settled(depth));
    }

    /** Brokers count a little later than they answer. */
    static long settled(LongSupplier depth) throws InterruptedException {
        long last = -1;
        for (int same = 0; same < 10; same++) {
            Thread.sleep(100);
            if (depth.getAsLong() != last) {
                last = depth.getAsLong();
                same = 0;
            }
        }
        return last;
    }

    static void artemis() throws Exception {
        var server = new EmbeddedActiveMQ();
        server.setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false)
                .setMessageExpiryScanPeriod(HOUR_MILLIS).addAcceptorConfiguration("vm", "vm://0"));
        server.start();
        var locator = ActiveMQClient.createServerLocator("vm://0").setBlockOnNonDurableSend(true);
        var session = locator.createSessionFactory().createSession(true, true, 0);
        session.createQueue(QueueConfiguration.of("work").setRoutingType(RoutingType.ANYCAST));
        var producer = session.createProducer("work");
        show("Artemis", (delayMillis, lifeMillis) -> {
            var message = session.createMessage(false);
            if (delayMillis > 0) {
                message.setScheduledDeliveryTime(System.currentTimeMillis() + delayMillis);
            }
            if (lifeMillis > 0) {
                message.setExpiration(System.currentTimeMillis() + lifeMillis);
            }
            producer.send(message);
        }, () -> server.getActiveMQServer().locateQueue("work").getMessageCount());
    }

    static void classic() throws Exception {
        var broker = new BrokerService();
        broker.setBrokerName("classic");
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.setSchedulerSupport(true);
        broker.setJobSchedulerStore(new InMemoryJobSchedulerStore());
        var scanSeldom = new PolicyEntry();
        scanSeldom.setExpireMessagesPeriod(HOUR_MILLIS);
        var policies = new PolicyMap();
        policies.setDefaultEntry(scanSeldom);
        broker.setDestinationPolicy(policies);
        broker.addConnector("vm://classic");
        broker.start();
        var connections = new ActiveMQConnectionFactory("vm://classic?create=false");
        connections.setAlwaysSyncSend(true);
        var connection = connections.createConnection();
        connection.start();
        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("work"));
        show("Classic", (delayMillis, lifeMillis) -> {
            var message = session.createTextMessage("work");
            if (delayMillis > 0) {
                message.setLongProperty(ScheduledMessage.AMQ_SCHEDULED_DELAY, delayMillis);
            }
            producer.setTimeToLive(lifeMillis);
            producer.send(message);
        }, () -> {
            try {
                return broker.getDestination(new ActiveMQQueue("work")).getDestinationStatistics().getMessages().getCount();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    public static void main(String[] args) throws Exception {
        artemis();
        classic();
        System.exit(0);
    }
}
EOF
cat > expected <<'EOF'
Artemis, one message: 1
Artemis, one more that is due in an hour: 2
Artemis, one more that has expired: 3
Classic, one message: 1
Classic, one more that is due in an hour: 1
Classic, one more that has expired: 2
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "artemis-server 2.44.0, artemis-core-client 2.44.0, activemq-broker 6.2.4"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
